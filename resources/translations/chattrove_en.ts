<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
<context>
    <name>AccountDelegate</name>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>of a person</comment>
        <translation>
            <numerusform>%Ln message</numerusform>
            <numerusform>%Ln messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ActiveCalendar</name>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>on a day</comment>
        <translation>
            <numerusform>%Ln message</numerusform>
            <numerusform>%Ln messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ArchiveSettings</name>
    <message numerus="yes">
        <source>%Ln conversation(s)</source>
        <comment>of an archive</comment>
        <translation>
            <numerusform>%Ln conversation</numerusform>
            <numerusform>%Ln conversations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>of an archive</comment>
        <translation>
            <numerusform>%Ln message</numerusform>
            <numerusform>%Ln messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CardFace</name>
    <message numerus="yes">
        <source>Hide %Ln message(s)</source>
        <comment>context that was unfolded</comment>
        <translation>
            <numerusform>Hide %Ln message</numerusform>
            <numerusform>Hide %Ln messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more message(s)</source>
        <comment>context that is folded away</comment>
        <translation>
            <numerusform>%Ln more message</numerusform>
            <numerusform>%Ln more messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more answer(s) in this conversation</source>
        <comment>highlighted messages not shown</comment>
        <translation>
            <numerusform>%Ln more answer in this conversation</numerusform>
            <numerusform>%Ln more answers in this conversation</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Connections</name>
    <message numerus="yes">
        <source>%Ln connection(s)</source>
        <comment>sockets</comment>
        <translation>
            <numerusform>%Ln connection</numerusform>
            <numerusform>%Ln connections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln process(es) that ChatTrove started were asked too.</source>
        <comment>sockets</comment>
        <translation>
            <numerusform>%Ln process that ChatTrove started were asked too.</numerusform>
            <numerusform>%Ln processes that ChatTrove started were asked too.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln socket(s) to the desktop and other programs inside this computer:</source>
        <comment>sockets</comment>
        <translation>
            <numerusform>%Ln socket to the desktop and other programs inside this computer:</numerusform>
            <numerusform>%Ln sockets to the desktop and other programs inside this computer:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConversationDelegate</name>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>in a conversation</comment>
        <translation>
            <numerusform>%Ln message</numerusform>
            <numerusform>%Ln messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GalleryPage</name>
    <message numerus="yes">
        <source>%Ln file(s) left out of the export, or missing in it</source>
        <comment>not in the archive</comment>
        <translation>
            <numerusform>%Ln file left out of the export, or missing in it</numerusform>
            <numerusform>%Ln files left out of the export, or missing in it</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GeneralSettings</name>
    <message numerus="yes">
        <source>%Ln answer(s) marked right or wrong</source>
        <comment>judgements</comment>
        <translation>
            <numerusform>%Ln answer marked right or wrong</numerusform>
            <numerusform>%Ln answers marked right or wrong</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Head</name>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>in a conversation</comment>
        <translation>
            <numerusform>%Ln message</numerusform>
            <numerusform>%Ln messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln conversation(s) answer this, not everything was read</source>
        <comment>reading that stopped</comment>
        <translation>
            <numerusform>%Ln conversation answers this, not everything was read</numerusform>
            <numerusform>%Ln conversations answer this, not everything was read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln conversation(s) answer this</source>
        <comment>settled results</comment>
        <translation>
            <numerusform>%Ln conversation answers this</numerusform>
            <numerusform>%Ln conversations answer this</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln conversation(s) found, being read</source>
        <comment>results that may still change</comment>
        <translation>
            <numerusform>%Ln conversation found, being read</numerusform>
            <numerusform>%Ln conversations found, being read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>in a period</comment>
        <translation>
            <numerusform>%Ln message</numerusform>
            <numerusform>%Ln messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message numerus="yes">
        <source>%Ln new message(s)</source>
        <comment>of an import</comment>
        <translation>
            <numerusform>%Ln new message</numerusform>
            <numerusform>%Ln new messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Home</name>
    <message numerus="yes">
        <source>conversation(s)</source>
        <comment>without the number</comment>
        <translation>
            <numerusform>conversation</numerusform>
            <numerusform>conversations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>message(s)</source>
        <comment>without the number</comment>
        <translation>
            <numerusform>message</numerusform>
            <numerusform>messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportPage</name>
    <message numerus="yes">
        <source>Next: %Ln import(s)</source>
        <comment>imports that wait</comment>
        <translation>
            <numerusform>Next: %Ln import</numerusform>
            <numerusform>Next: %Ln imports</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n second(s) left</source>
        <comment>time</comment>
        <translation>
            <numerusform>about %n second left</numerusform>
            <numerusform>about %n seconds left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s) left</source>
        <comment>time</comment>
        <translation>
            <numerusform>about %n minute left</numerusform>
            <numerusform>about %n minutes left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IndexPanel</name>
    <message numerus="yes">
        <source>%Ln minute(s) left</source>
        <comment>of making the index anew</comment>
        <translation>
            <numerusform>%Ln minute left</numerusform>
            <numerusform>%Ln minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) left</source>
        <comment>of making the index anew</comment>
        <translation>
            <numerusform>%Ln message left</numerusform>
            <numerusform>%Ln messages left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln passage(s) left</source>
        <comment>of making the index anew</comment>
        <translation>
            <numerusform>%Ln passage left</numerusform>
            <numerusform>%Ln passages left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Keeping</name>
    <message numerus="yes">
        <source>%Ln message(s) taken out</source>
        <comment>an import was undone</comment>
        <translation>
            <numerusform>%Ln message taken out</numerusform>
            <numerusform>%Ln messages taken out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Minimap</name>
    <message numerus="yes">
        <source>%Ln highlight(s)</source>
        <comment>in a conversation</comment>
        <translation>
            <numerusform>%Ln highlight</numerusform>
            <numerusform>%Ln highlights</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Nothing</name>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>searched</comment>
        <translation>
            <numerusform>%Ln message</numerusform>
            <numerusform>%Ln messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln conversation(s)</source>
        <comment>searched</comment>
        <translation>
            <numerusform>%Ln conversation</numerusform>
            <numerusform>%Ln conversations</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NothingSent</name>
    <message numerus="yes">
        <source>Show %Ln file(s)</source>
        <comment>the other kind</comment>
        <translation>
            <numerusform>Show %Ln file</numerusform>
            <numerusform>Show %Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %Ln picture(s)</source>
        <comment>the other kind</comment>
        <translation>
            <numerusform>Show %Ln picture</numerusform>
            <numerusform>Show %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) were left out of the export, or are missing in it. Export the chat again with its media.</source>
        <comment>why nothing is shown</comment>
        <translation>
            <numerusform>%Ln file was left out of the export, or is missing in it. Export the chat again with its media.</numerusform>
            <numerusform>%Ln files were left out of the export, or are missing in it. Export the chat again with its media.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PeriodBar</name>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>in a period</comment>
        <translation>
            <numerusform>%Ln message</numerusform>
            <numerusform>%Ln messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PersonDelegate</name>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>of a person</comment>
        <translation>
            <numerusform>%Ln message</numerusform>
            <numerusform>%Ln messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message numerus="yes">
        <source>%Ln question(s) forgotten</source>
        <comment>history</comment>
        <translation>
            <numerusform>%Ln question forgotten</numerusform>
            <numerusform>%Ln questions forgotten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message numerus="yes">
        <source>%Ln message(s) have no room in one picture; a PDF has room.</source>
        <translation>
            <numerusform>%Ln message has no room in one picture; a PDF has room.</numerusform>
            <numerusform>%Ln messages have no room in one picture; a PDF has room.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReaderLine</name>
    <message numerus="yes">
        <source>%Ln minute(s) left</source>
        <comment>reading</comment>
        <translation>
            <numerusform>%Ln minute left</numerusform>
            <numerusform>%Ln minutes left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message numerus="yes">
        <source>new message(s)</source>
        <comment>without the number</comment>
        <translation>
            <numerusform>new message</numerusform>
            <numerusform>new messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>conversation(s)</source>
        <comment>without the number</comment>
        <translation>
            <numerusform>conversation</numerusform>
            <numerusform>conversations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>in an imported conversation</comment>
        <translation>
            <numerusform>%Ln message</numerusform>
            <numerusform>%Ln messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s)</source>
        <comment>in an imported conversation</comment>
        <translation>
            <numerusform>%Ln person</numerusform>
            <numerusform>%Ln people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) named in the chat but not in the export</source>
        <comment>media</comment>
        <translation>
            <numerusform>%Ln file named in the chat but not in the export</numerusform>
            <numerusform>%Ln files named in the chat but not in the export</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) left out when the chat was exported</source>
        <comment>media</comment>
        <translation>
            <numerusform>%Ln file left out when the chat was exported</numerusform>
            <numerusform>%Ln files left out when the chat was exported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) could not be read</source>
        <comment>problems of an import</comment>
        <translation>
            <numerusform>%Ln record could not be read</numerusform>
            <numerusform>%Ln records could not be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) were repaired</source>
        <comment>repairs of an import</comment>
        <translation>
            <numerusform>%Ln record was repaired</numerusform>
            <numerusform>%Ln records were repaired</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s) or record(s) of the file are not accounted for</source>
        <comment>an import</comment>
        <translation>
            <numerusform>%Ln line or record of the file is not accounted for</numerusform>
            <numerusform>%Ln lines or records of the file are not accounted for</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln line(s) and record(s) of the file are accounted for</source>
        <comment>an import</comment>
        <translation>
            <numerusform>The one line or record of the file is accounted for</numerusform>
            <numerusform>All %Ln lines and records of the file are accounted for</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RowPainter</name>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>beside a name that is offered</comment>
        <translation>
            <numerusform>%Ln message</numerusform>
            <numerusform>%Ln messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScopeChoice</name>
    <message numerus="yes">
        <source>In: %Ln conversation(s)</source>
        <comment>the search is narrowed to</comment>
        <translation>
            <numerusform>In: %Ln conversation</numerusform>
            <numerusform>In: %Ln conversations</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SelectionBar</name>
    <message numerus="yes">
        <source>%Ln selected</source>
        <comment>messages</comment>
        <translation>
            <numerusform>%Ln selected</numerusform>
            <numerusform>%Ln selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SentTimeline</name>
    <message numerus="yes">
        <source>%Ln item(s)</source>
        <comment>sent in a period</comment>
        <translation>
            <numerusform>%Ln item</numerusform>
            <numerusform>%Ln items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SharePanel</name>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>that will be shared</comment>
        <translation>
            <numerusform>%Ln message</numerusform>
            <numerusform>%Ln messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <comment>that will be shared</comment>
        <translation>
            <numerusform>%Ln picture</numerusform>
            <numerusform>%Ln pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message numerus="yes">
        <source>%Ln conversation(s)</source>
        <comment>totals</comment>
        <translation>
            <numerusform>%Ln conversation</numerusform>
            <numerusform>%Ln conversations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>totals</comment>
        <translation>
            <numerusform>%Ln message</numerusform>
            <numerusform>%Ln messages</numerusform>
        </translation>
    </message>
</context>
</TS>
