<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AccountDelegate</name>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>of a person</comment>
        <translation>
            <numerusform>%Ln 条消息</numerusform>
        </translation>
    </message>
    <message>
        <source>the same as {name}</source>
        <translation>与 {name} 是同一人</translation>
    </message>
</context>
<context>
    <name>Asking</name>
    <message>
        <source>It is a table of messages</source>
        <translation>这是一个消息表格</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <source>This is no chat export that ChatTrove knows</source>
        <translation>ChatTrove 不认识这个文件，它不像是聊天导出</translation>
    </message>
    <message>
        <source>This export cannot be read</source>
        <translation>无法读取这个导出文件</translation>
    </message>
    <message>
        <source>A filter of the question could not be understood</source>
        <translation>问题里有一个筛选条件无法理解</translation>
    </message>
    <message>
        <source>The archive could not be used. What was stored before is safe</source>
        <translation>无法使用聊天库，之前保存的内容是安全的</translation>
    </message>
    <message>
        <source>A part of ChatTrove is missing or damaged. Install it again</source>
        <translation>ChatTrove 的一部分缺失或损坏，请重新安装</translation>
    </message>
    <message>
        <source>The settings could not be used</source>
        <translation>无法使用设置</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>没有成功</translation>
    </message>
    <message>
        <source>Something went wrong inside ChatTrove</source>
        <translation>ChatTrove 内部出了问题</translation>
    </message>
    <message>
        <source>Your chats are safe. The details are in {place}</source>
        <translation>你的聊天记录没有受影响。详情见 {place}</translation>
    </message>
    <message>
        <source>How to export from each app is told by the ⓘ below the list of conversations.</source>
        <translation>点对话列表下方的 ⓘ，可以查看怎样从各个应用导出聊天记录。</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>Not confirmed</source>
        <translation>未确认</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>核对中…</translation>
    </message>
    <message>
        <source>Strong match</source>
        <translation>非常吻合</translation>
    </message>
    <message>
        <source>Likely match</source>
        <translation>很可能</translation>
    </message>
    <message>
        <source>Possible match</source>
        <translation>有可能</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more message(s)</source>
        <comment>context that is folded away</comment>
        <translation>
            <numerusform>还有 %Ln 条消息</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more answer(s) in this conversation</source>
        <comment>highlighted messages not shown</comment>
        <translation>
            <numerusform>此对话中还有 %Ln 条答案</numerusform>
        </translation>
    </message>
    <message>
        <source>Open conversation</source>
        <translation>打开对话</translation>
    </message>
</context>
<context>
    <name>ChipLabel</name>
    <message>
        <source>Remove this filter</source>
        <translation>移除此筛选</translation>
    </message>
</context>
<context>
    <name>ConversationDelegate</name>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>in a conversation</comment>
        <translation>
            <numerusform>%Ln 条消息</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConversationPane</name>
    <message>
        <source>Close the conversation</source>
        <translation>关闭对话</translation>
    </message>
    <message>
        <source>Previous highlight</source>
        <translation>上一处高亮</translation>
    </message>
    <message>
        <source>Next highlight</source>
        <translation>下一处高亮</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>{place} of {count}</source>
        <translation>第 {place} / {count} 处</translation>
    </message>
    <message>
        <source>{count} found</source>
        <translation>共 {count} 处</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>in a conversation</comment>
        <translation>
            <numerusform>%Ln 条消息</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConversationView</name>
    <message>
        <source>Copy text</source>
        <translation>复制文字</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>Find it in your chats</source>
        <translation>在聊天记录里找到它</translation>
    </message>
    <message>
        <source>Drop your export here</source>
        <translation>把导出文件拖到这里</translation>
    </message>
    <message>
        <source>Ask in your own words, and see the messages and pictures that answer.</source>
        <translation>用自己的话提问，直接看到回答它的消息和图片。</translation>
    </message>
    <message>
        <source>WhatsApp, Telegram, WeChat, Discord, Slack, Messenger, Signal, iMessage, LINE and many more</source>
        <translation>微信、QQ、WhatsApp、Telegram、Discord、Slack、Messenger、Signal、iMessage、LINE 等</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Try the demo</source>
        <translation>试用演示</translation>
    </message>
    <message>
        <source>How do I export my chats?</source>
        <translation>怎样导出聊天记录？</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>完全离线</translation>
    </message>
    <message>
        <source>Nothing leaves this computer. There is no account and no connection.</source>
        <translation>任何内容都不会离开这台电脑。无需账号，不联网。</translation>
    </message>
    <message>
        <source>By meaning</source>
        <translation>按含义搜索</translation>
    </message>
    <message>
        <source>Finds what was meant, also in other words, in English and Chinese.</source>
        <translation>换一种说法也能找到，支持中文和英文。</translation>
    </message>
    <message>
        <source>Exact</source>
        <translation>精确定位</translation>
    </message>
    <message>
        <source>Marks the very messages and pictures, in their place in the chat.</source>
        <translation>在原来的对话中高亮具体的消息和图片。</translation>
    </message>
</context>
<context>
    <name>GuidesPage</name>
    <message>
        <source>Choose the app your chats are in. Any file, folder or zip can also be dropped into the window.</source>
        <translation>选择聊天所在的应用。任何文件、文件夹或 zip 也可以直接拖进窗口。</translation>
    </message>
    <message>
        <source>Import your chats</source>
        <translation>导入聊天记录</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Not kept</source>
        <translation>不保留</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>Undoing an import takes out what only it brought. Your export files are never touched.</source>
        <translation>撤销一次导入，只会移除仅由它带来的内容。导出文件不会被改动。</translation>
    </message>
    <message>
        <source>Imports</source>
        <translation>导入记录</translation>
    </message>
    <message>
        <source>Nothing was imported yet.</source>
        <translation>还没有导入过任何内容。</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>已撤销</translation>
    </message>
    <message>
        <source>stopped before its end</source>
        <translation>未完成</translation>
    </message>
    <message numerus="yes">
        <source>%Ln new message(s)</source>
        <comment>of an import</comment>
        <translation>
            <numerusform>新增 %Ln 条消息</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} known already</source>
        <translation>{count} 条此前已有</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Undo…</source>
        <translation>撤销…</translation>
    </message>
    <message>
        <source>Take out every message that only this import brought?</source>
        <translation>要移除仅由这次导入带来的所有消息吗？</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Take them out</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>Home</name>
    <message>
        <source>What are you looking for?</source>
        <translation>想找什么？</translation>
    </message>
    <message>
        <source>Describe it in your own words, then press Enter.</source>
        <translation>用自己的话描述，然后按回车。</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>试试</translation>
    </message>
    <message>
        <source>Narrow it down</source>
        <translation>缩小范围</translation>
    </message>
    <message numerus="yes">
        <source>conversation(s)</source>
        <comment>without the number</comment>
        <translation>
            <numerusform>个对话</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>message(s)</source>
        <comment>without the number</comment>
        <translation>
            <numerusform>条消息</numerusform>
        </translation>
    </message>
    <message>
        <source>from the first to the last</source>
        <translation>从最早到最近</translation>
    </message>
    <message>
        <source>from:{name}</source>
        <translation>来自:{name}</translation>
    </message>
    <message>
        <source>where did we want to meet</source>
        <translation>我们约在哪里见面</translation>
    </message>
    <message>
        <source>has:image last summer</source>
        <translation>含:图片 去年夏天</translation>
    </message>
    <message>
        <source>has:link</source>
        <translation>含:链接</translation>
    </message>
    <message>
        <source>during:2024</source>
        <translation>期间:2024年</translation>
    </message>
    <message>
        <source>written by somebody</source>
        <translation>某人发的</translation>
    </message>
    <message>
        <source>from:</source>
        <translation>来自:</translation>
    </message>
    <message>
        <source>in a conversation</source>
        <translation>在某个对话里</translation>
    </message>
    <message>
        <source>in:</source>
        <translation>在:</translation>
    </message>
    <message>
        <source>image, file, link or voice</source>
        <translation>图片、文件、链接或语音</translation>
    </message>
    <message>
        <source>has:</source>
        <translation>含:</translation>
    </message>
    <message>
        <source>a day, month, year or “last week”</source>
        <translation>某天、某月、某年或“上周”</translation>
    </message>
    <message>
        <source>during:</source>
        <translation>期间:</translation>
    </message>
    <message>
        <source>exactly these words</source>
        <translation>一字不差</translation>
    </message>
    <message>
        <source>without a word</source>
        <translation>不含某个词</translation>
    </message>
</context>
<context>
    <name>ImportPage</name>
    <message>
        <source>Importing your chats</source>
        <translation>正在导入聊天记录</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>You can search and read meanwhile. If you stop, what has been read stays.</source>
        <translation>导入期间可以照常搜索和阅读。停止后，已读取的内容会保留。</translation>
    </message>
    <message>
        <source>Read messages and pictures</source>
        <translation>读取消息和图片</translation>
    </message>
    <message>
        <source>Make them searchable by meaning</source>
        <translation>建立按含义的搜索</translation>
    </message>
    <message>
        <source>{rate} per second</source>
        <translation>每秒 {rate}</translation>
    </message>
    <message numerus="yes">
        <source>about %n second(s) left</source>
        <comment>time</comment>
        <translation>
            <numerusform>大约还需 %n 秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s) left</source>
        <comment>time</comment>
        <translation>
            <numerusform>大约还需 %n 分钟</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Intake</name>
    <message>
        <source>An import is under way. Drop the file again when it has finished.</source>
        <translation>正在导入。请在完成后再次拖入此文件。</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose chat exports</source>
        <translation>选择聊天导出文件</translation>
    </message>
    <message>
        <source>Choose the folder of an export</source>
        <translation>选择导出文件夹</translation>
    </message>
    <message>
        <source>This is the demo. Your own chats are kept apart from it.</source>
        <translation>这是演示。你自己的聊天记录与它分开保存。</translation>
    </message>
    <message>
        <source>Stopped. What was read until then is kept; import the file again to go on.</source>
        <translation>已停止。此前读取的内容已保留；再次导入该文件即可继续。</translation>
    </message>
    <message>
        <source>Choose files…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>How to export from each app</source>
        <translation>各应用的导出方法</translation>
    </message>
</context>
<context>
    <name>Keeping</name>
    <message>
        <source>An import is under way. Try again when it has finished.</source>
        <translation>正在导入，请在完成后再试。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) taken out</source>
        <comment>an import was undone</comment>
        <translation>
            <numerusform>已移除 %Ln 条消息</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Lightbox</name>
    <message>
        <source>Show in conversation</source>
        <translation>在对话中查看</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Text in this picture</source>
        <translation>图片中的文字</translation>
    </message>
    <message>
        <source>Enlarged picture</source>
        <translation>放大的图片</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Loading the picture…</source>
        <translation>正在加载图片…</translation>
    </message>
    <message>
        <source>This picture is too large to be shown safely. Its file is kept unchanged in the archive.</source>
        <translation>图片过大，无法安全显示。原文件完整保存在档案中。</translation>
    </message>
    <message>
        <source>This file cannot be shown as a picture. It is kept unchanged in the archive.</source>
        <translation>此文件无法作为图片显示。原文件完整保存在档案中。</translation>
    </message>
</context>
<context>
    <name>MappingPage</name>
    <message>
        <source>What are the columns of this table?</source>
        <translation>这个表格的各列是什么？</translation>
    </message>
    <message>
        <source>ChatTrove is not sure, so nothing of it was stored. Say above each column what it is. Below you see how the first messages would read.</source>
        <translation>ChatTrove 不能确定，所以还没有存入任何内容。请在每一列上方选出它是什么；下面会显示最前面的几条消息读出来的样子。</translation>
    </message>
    <message>
        <source>The first row names the columns</source>
        <translation>第一行是列名</translation>
    </message>
    <message>
        <source>The messages have no times: the order of the rows is all there is</source>
        <translation>这些消息没有时间，只有行的先后顺序</translation>
    </message>
    <message>
        <source>Remember as</source>
        <translation>记住为</translation>
    </message>
    <message>
        <source>a name, for the next table like this</source>
        <translation>起个名字，下次遇到同样的表格时使用</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>以后再说</translation>
    </message>
    <message>
        <source>The first rows of the table</source>
        <translation>表格的前几行</translation>
    </message>
    <message>
        <source>Choose the column of the text.</source>
        <translation>请选出哪一列是正文。</translation>
    </message>
    <message>
        <source>Choose the column of the sender.</source>
        <translation>请选出哪一列是发送者。</translation>
    </message>
    <message>
        <source>Choose the column of the time, or say that there is none.</source>
        <translation>请选出哪一列是时间，或者说明没有时间。</translation>
    </message>
    <message>
        <source>That name cannot be used. Letters, digits and spaces can.</source>
        <translation>不能用这个名字。可以用文字、数字和空格。</translation>
    </message>
</context>
<context>
    <name>MappingPreview</name>
    <message>
        <source>No message can be read yet: choose the column of the text.</source>
        <translation>还读不出消息：请选出哪一列是正文。</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>无发送者</translation>
    </message>
</context>
<context>
    <name>Nothing</name>
    <message>
        <source>Nothing in your chats answers this</source>
        <translation>你的聊天记录里没有答案</translation>
    </message>
    <message>
        <source>What comes nearest is below, but the reader could not confirm any of it.</source>
        <translation>下面是最接近的内容，但都未能确认。</translation>
    </message>
    <message>
        <source>Every conversation was searched, nothing was left out.</source>
        <translation>已搜索全部对话，没有遗漏。</translation>
    </message>
    <message>
        <source>Say it in other words: the search goes by meaning, in English and in Chinese.</source>
        <translation>换一种说法试试：搜索按含义进行，支持中文和英文。</translation>
    </message>
    <message>
        <source>Remove a filter, or ask about a longer time.</source>
        <translation>去掉一个筛选，或放宽时间范围。</translation>
    </message>
    <message>
        <source>For an exact phrase, put it in quotation marks.</source>
        <translation>要找一字不差的短语，请加上引号。</translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>People</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Somebody who writes to you in several apps has an account in each. Mark them and say that they are one: from: and with: then find all of them. The messages stay as they are.</source>
        <translation>同一个人在每个应用里各有一个账号。选中这些账号，说明是同一人，之后“来自:”和“和:”就会一并找到。消息本身不变。</translation>
    </message>
    <message>
        <source>Nobody has written yet: import a chat first.</source>
        <translation>还没有人发言：请先导入聊天。</translation>
    </message>
    <message>
        <source>Find a name</source>
        <translation>查找名字</translation>
    </message>
    <message>
        <source>The same person</source>
        <translation>是同一人</translation>
    </message>
    <message>
        <source>Not the same</source>
        <translation>不是同一人</translation>
    </message>
    <message>
        <source>Mark two or more people (Ctrl+click)</source>
        <translation>请选中两个或更多账号（Ctrl+单击）</translation>
    </message>
    <message>
        <source>Mark one of those that were joined</source>
        <translation>请选中一个已合并的账号</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Import chats</source>
        <translation>导入聊天记录</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Nothing here yet. Imported conversations appear in this list.</source>
        <translation>这里还是空的。导入的对话会出现在这里。</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>浅色或深色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Imports</source>
        <translation>导入记录</translation>
    </message>
    <message>
        <source>People</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>How to export from each app</source>
        <translation>各应用的导出方法</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message>
        <source>Import finished</source>
        <translation>导入完成</translation>
    </message>
    <message>
        <source>One question about dates</source>
        <translation>关于日期，需要确认一下</translation>
    </message>
    <message>
        <source>One question about columns</source>
        <translation>有一个关于列的问题</translation>
    </message>
    <message>
        <source>Start searching</source>
        <translation>开始搜索</translation>
    </message>
    <message>
        <source>known already</source>
        <translation>条已有</translation>
    </message>
    <message>
        <source>pictures and files</source>
        <translation>个图片和文件</translation>
    </message>
    <message>
        <source>could not be read</source>
        <translation>条无法读取</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>in an imported conversation</comment>
        <translation>
            <numerusform>%Ln 条消息</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln person(s)</source>
        <comment>in an imported conversation</comment>
        <translation>
            <numerusform>%Ln 人</numerusform>
        </translation>
    </message>
    <message>
        <source>ChatTrove is not sure which columns are the time, the sender and the text, so nothing of it was stored.</source>
        <translation>ChatTrove 不能确定哪些列是时间、发送者和正文，所以还没有存入任何内容。</translation>
    </message>
    <message>
        <source>What are the columns of this table?</source>
        <translation>这个表格的各列是什么？</translation>
    </message>
    <message>
        <source>Choose the columns</source>
        <translation>选择各列</translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) could not be read</source>
        <comment>problems of an import</comment>
        <translation>
            <numerusform>%Ln 条记录无法读取</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) were repaired</source>
        <comment>repairs of an import</comment>
        <translation>
            <numerusform>%Ln 条记录已修复</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln line(s) or record(s) of the file are not accounted for</source>
        <comment>an import</comment>
        <translation>
            <numerusform>文件中有 %Ln 行或条未能说明</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln line(s) and record(s) of the file are accounted for</source>
        <comment>an import</comment>
        <translation>
            <numerusform>文件的全部 %Ln 行或条都有交代</numerusform>
        </translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message numerus="yes">
        <source>new message(s)</source>
        <comment>without the number</comment>
        <translation>
            <numerusform>条新消息</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>conversation(s)</source>
        <comment>without the number</comment>
        <translation>
            <numerusform>个对话</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) named in the chat but not in the export</source>
        <comment>media</comment>
        <translation>
            <numerusform>聊天中提到但导出里没有的文件 %Ln 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) left out when the chat was exported</source>
        <comment>media</comment>
        <translation>
            <numerusform>导出聊天时未包含的文件 %Ln 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Which way round are the dates in this file?</source>
        <translation>这个文件里的日期该怎么读？</translation>
    </message>
    <message>
        <source>They can be read in more than one way, so nothing of it was stored. Choose the reading that is right.</source>
        <translation>日期有不止一种读法，因此尚未保存任何内容。请选择正确的读法。</translation>
    </message>
    <message>
        <source>This is right</source>
        <translation>这个正确</translation>
    </message>
</context>
<context>
    <name>ResultsPage</name>
    <message>
        <source>Perhaps related</source>
        <translation>也许相关</translation>
    </message>
    <message>
        <source>Nearest in meaning, but the reader did not find the answer in them.</source>
        <translation>含义最接近，但没有在其中找到答案。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln conversation(s) answer this</source>
        <comment>settled results</comment>
        <translation>
            <numerusform>%Ln 个对话里有答案</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln conversation(s) found, being read</source>
        <comment>results that may still change</comment>
        <translation>
            <numerusform>找到 %Ln 个对话，正在阅读</numerusform>
        </translation>
    </message>
    <message>
        <source>{seconds} s, on this computer</source>
        <translation>{seconds} 秒，在本机完成</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
</context>
<context>
    <name>RoleHeader</name>
    <message>
        <source>What is “{column}”?</source>
        <translation>“{column}”是什么？</translation>
    </message>
    <message>
        <source>–</source>
        <comment>a column that is left out</comment>
        <translation>–</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Sender</source>
        <translation>发送者</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Sender&apos;s id</source>
        <translation>发送者 ID</translation>
    </message>
    <message>
        <source>Message id</source>
        <translation>消息 ID</translation>
    </message>
    <message>
        <source>Reply to</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
</context>
<context>
    <name>SearchBar</name>
    <message>
        <source>Ask your chats anything…</source>
        <translation>向你的聊天记录提问…</translation>
    </message>
    <message>
        <source>Search field</source>
        <translation>搜索框</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>清空搜索</translation>
    </message>
    <message>
        <source>Add a filter</source>
        <translation>添加筛选</translation>
    </message>
    <message>
        <source>From a person</source>
        <translation>某人发的</translation>
    </message>
    <message>
        <source>from:</source>
        <translation>来自:</translation>
    </message>
    <message>
        <source>In a conversation</source>
        <translation>在某个对话里</translation>
    </message>
    <message>
        <source>in:</source>
        <translation>在:</translation>
    </message>
    <message>
        <source>Conversation with a person</source>
        <translation>与某人的对话</translation>
    </message>
    <message>
        <source>with:</source>
        <translation>和:</translation>
    </message>
    <message>
        <source>Has a picture</source>
        <translation>含图片</translation>
    </message>
    <message>
        <source>has:image</source>
        <translation>含:图片</translation>
    </message>
    <message>
        <source>Has a file</source>
        <translation>含文件</translation>
    </message>
    <message>
        <source>has:file</source>
        <translation>含:文件</translation>
    </message>
    <message>
        <source>Has a link</source>
        <translation>含链接</translation>
    </message>
    <message>
        <source>has:link</source>
        <translation>含:链接</translation>
    </message>
    <message>
        <source>Has a voice message</source>
        <translation>含语音</translation>
    </message>
    <message>
        <source>has:voice</source>
        <translation>含:语音</translation>
    </message>
    <message>
        <source>Since a day</source>
        <translation>从某天起</translation>
    </message>
    <message>
        <source>after:</source>
        <translation>之后:</translation>
    </message>
    <message>
        <source>Before a day</source>
        <translation>某天之前</translation>
    </message>
    <message>
        <source>before:</source>
        <translation>之前:</translation>
    </message>
    <message>
        <source>In a period</source>
        <translation>某段时间内</translation>
    </message>
    <message>
        <source>during:</source>
        <translation>期间:</translation>
    </message>
</context>
<context>
    <name>SheetModel</name>
    <message>
        <source>Column {number}</source>
        <translation>第 {number} 列</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Reading of pictures paused</source>
        <translation>图片文字识别已暂停</translation>
    </message>
    <message>
        <source>Go on reading the text in pictures</source>
        <translation>继续识别图片中的文字</translation>
    </message>
    <message>
        <source>Pause. What was read stays, and is found already.</source>
        <translation>暂停。已识别的文字会保留，现在就能搜到。</translation>
    </message>
    <message>
        <source>Offline. Your chats stay on this computer.</source>
        <translation>离线。聊天记录只留在这台电脑上。</translation>
    </message>
    <message>
        <source>ChatTrove opens no connection to anywhere.</source>
        <translation>ChatTrove 不会建立任何网络连接。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln conversation(s)</source>
        <comment>totals</comment>
        <translation>
            <numerusform>%Ln 个对话</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>totals</comment>
        <translation>
            <numerusform>%Ln 条消息</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Suggestions</name>
    <message>
        <source>Word for word</source>
        <translation>逐字匹配</translation>
    </message>
    <message>
        <source>Press Enter to search by meaning</source>
        <translation>按回车按含义搜索</translation>
    </message>
</context>
<context>
    <name>Veil</name>
    <message>
        <source>Drop to import</source>
        <translation>松开即可导入</translation>
    </message>
</context>
<context>
    <name>bubbles</name>
    <message>
        <source>Forwarded from {name}</source>
        <translation>转发自 {name}</translation>
    </message>
    <message>
        <source>Unknown sender</source>
        <translation>未知发送者</translation>
    </message>
    <message>
        <source>This message was deleted</source>
        <translation>此消息已被删除</translation>
    </message>
    <message>
        <source>Show the whole message</source>
        <translation>显示全文</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>已编辑</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>通话</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Poll</source>
        <translation>投票</translation>
    </message>
</context>
<context>
    <name>report</name>
    <message>
        <source>Day / month / year</source>
        <translation>日 / 月 / 年</translation>
    </message>
    <message>
        <source>Month / day / year</source>
        <translation>月 / 日 / 年</translation>
    </message>
    <message>
        <source>Year / month / day</source>
        <translation>年 / 月 / 日</translation>
    </message>
    <message>
        <source>messages</source>
        <translation>条消息</translation>
    </message>
    <message>
        <source>further lines of messages</source>
        <translation>行消息续行</translation>
    </message>
    <message>
        <source>notices</source>
        <translation>条系统提示</translation>
    </message>
    <message>
        <source>could not be read</source>
        <translation>条无法读取</translation>
    </message>
    <message>
        <source>no message (blank, heading, repeated)</source>
        <translation>条非消息（空行、标题、重复）</translation>
    </message>
    <message>
        <source>not accounted for</source>
        <translation>条未说明</translation>
    </message>
    <message>
        <source>Nothing of it was imported.</source>
        <translation>其中的内容没有导入。</translation>
    </message>
    <message>
        <source>Show the list</source>
        <translation>查看列表</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>还有 {count} 条</translation>
    </message>
</context>
<context>
    <name>stages</name>
    <message>
        <source>Reading messages</source>
        <translation>正在读取消息</translation>
    </message>
    <message>
        <source>Copying pictures and files</source>
        <translation>正在复制图片和文件</translation>
    </message>
    <message>
        <source>Finding topics</source>
        <translation>正在划分话题</translation>
    </message>
    <message>
        <source>Learning what they mean</source>
        <translation>正在理解含义</translation>
    </message>
    <message>
        <source>Filing them for the search</source>
        <translation>正在写入索引</translation>
    </message>
    <message>
        <source>Reading text in pictures</source>
        <translation>正在识别图片中的文字</translation>
    </message>
    <message>
        <source>Working</source>
        <translation>处理中</translation>
    </message>
</context>
<context>
    <name>tiles</name>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Video</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Voice message</source>
        <translation>语音消息</translation>
    </message>
    <message>
        <source>Audio</source>
        <translation>音频</translation>
    </message>
    <message>
        <source>Sticker</source>
        <translation>贴纸</translation>
    </message>
    <message>
        <source>Animation</source>
        <translation>动图</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Media</source>
        <translation>媒体</translation>
    </message>
    <message>
        <source>Not found in the export</source>
        <translation>导出文件中没有</translation>
    </message>
    <message>
        <source>Was left out of the export</source>
        <translation>导出时未包含</translation>
    </message>
</context>
</TS>
