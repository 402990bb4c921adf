<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Banner</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something went wrong inside ChatTrove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your chats are safe. The details are in {place}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copied</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>Not confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Strong match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Likely match</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Possible match</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n more message(s)</source>
        <comment>context that is folded away</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more answer(s) in this conversation</source>
        <comment>highlighted messages not shown</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Open conversation</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChipLabel</name>
    <message>
        <source>Remove this filter</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConversationDelegate</name>
    <message numerus="yes">
        <source>%n message(s)</source>
        <comment>in a conversation</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConversationPane</name>
    <message>
        <source>Close the conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous highlight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next highlight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} found</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n message(s)</source>
        <comment>in a conversation</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>An import is under way. Drop the file again when it has finished.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chat exports (*.zip *.txt *.json *.jsonl);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose chat exports</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the folder of an export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the demo. Your own chats are kept apart from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped. What was read until then is kept; import the file again to go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>Find it in your chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask in your own words. ChatTrove shows the messages and pictures that answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop your export here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A WhatsApp chat (.zip or .txt) or a Telegram export (result.json or its folder).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing leaves this computer. There is no account and no connection.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By meaning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finds what was meant, also in other words, in English and Chinese.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Marks the very messages and pictures, in their place in the chat.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Home</name>
    <message>
        <source>What are you looking for?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Describe it in your own words, then press Enter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Narrow it down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>conversations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>from the first to the last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>where did we want to meet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has:image last summer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>has:link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>during:2024</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>written by somebody</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in a conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>image, file, link or voice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a day, month, year or “last week”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exactly these words</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>without a word</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ImportPage</name>
    <message>
        <source>Importing your chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You can search and read meanwhile. If you stop, what has been read stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read messages and pictures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make them searchable by meaning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate} per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {time} left</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Lightbox</name>
    <message>
        <source>Show in conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enlarged picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the picture…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This picture is too large to be shown safely. Its file is kept unchanged in the archive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file cannot be shown as a picture. It is kept unchanged in the archive.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Nothing</name>
    <message>
        <source>Nothing in your chats answers this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What comes nearest is below, but the reader could not confirm any of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every conversation was searched, nothing was left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Say it in other words: the search goes by meaning, in English and in Chinese.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove a filter, or ask about a longer time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For an exact phrase, put it in quotation marks.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Import chats</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing here yet. Imported conversations appear in this list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message>
        <source>One answer is needed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start searching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>new messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>known already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>conversations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pictures and files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>could not be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n message(s)</source>
        <comment>in an imported conversation</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n person(s)</source>
        <comment>in an imported conversation</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which way round are the dates in this file?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They can be read in more than one way, so nothing of it was stored. Choose the reading that is right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is right</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) could not be read</source>
        <comment>problems of an import</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) were repaired</source>
        <comment>repairs of an import</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultsPage</name>
    <message>
        <source>Perhaps related</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nearest in meaning, but the reader did not find the answer in them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) answer this</source>
        <comment>settled results</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s) found, being read</source>
        <comment>results that may still change</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{milliseconds} ms, on this computer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Ask your chats anything…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From a person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a conversation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Conversation with a person</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Has a picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Has a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Has a link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Has a voice message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Since a day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before a day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In a period</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Offline. Your chats stay on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ChatTrove opens no connection to anywhere.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n conversation(s)</source>
        <comment>totals</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s)</source>
        <comment>totals</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Suggestions</name>
    <message>
        <source>Word for word</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press Enter to search by meaning</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Veil</name>
    <message>
        <source>Drop to import</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>bubbles</name>
    <message>
        <source>Forwarded from {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown sender</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This message was deleted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>edited</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Call</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Location</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Poll</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>report</name>
    <message>
        <source>Day / month / year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Month / day / year</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Year / month / day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>stages</name>
    <message>
        <source>Reading messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copying pictures and files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finding topics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Understanding</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Working</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>tiles</name>
    <message>
        <source>Photo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Video</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Voice message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Audio</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sticker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Animation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Contact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Media</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not found in the export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Was left out of the export</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
