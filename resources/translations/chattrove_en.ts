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
    <name>Card</name>
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
    <name>ConversationPane</name>
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
    <name>ResultsPage</name>
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
