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
    <name>ActiveCalendar</name>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>on a day</comment>
        <translation>
            <numerusform>%Ln 条消息</numerusform>
        </translation>
    </message>
    <message>
        <source>no messages</source>
        <translation>没有消息</translation>
    </message>
</context>
<context>
    <name>AddingPanel</name>
    <message>
        <source>Add from a folder…</source>
        <translation>从文件夹添加…</translation>
    </message>
    <message>
        <source>Download from an address…</source>
        <translation>从网址下载…</translation>
    </message>
    <message>
        <source>Add from a file…</source>
        <translation>从文件添加…</translation>
    </message>
    <message>
        <source>A zip of models, or the .gguf file of a reader with its mmproj file beside it</source>
        <translation>模型的 zip 压缩包，或阅读模型的 .gguf 文件（mmproj 文件放在旁边）</translation>
    </message>
    <message>
        <source>Connect a server…</source>
        <translation>连接服务器…</translation>
    </message>
    <message>
        <source>Only from this page does ChatTrove connect to anything, and only when you press a button that says so. A download sends nothing of you or your chats. A server that reads gets what you agree to.</source>
        <translation>ChatTrove 只在这个页面、且在你按下明确写明的按钮后才会联网。下载不会发送你的任何信息或聊天记录。负责阅读的服务器只会收到你同意发送的内容。</translation>
    </message>
    <message>
        <source>Address of a zip with models (https)</source>
        <translation>模型 zip 的网址 (https)</translation>
    </message>
    <message>
        <source>Its SHA-256, if you know it (optional)</source>
        <translation>它的 SHA-256（可不填）</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>First it is only asked how large it is. You then decide.</source>
        <translation>先只询问大小，再由你决定。</translation>
    </message>
    <message>
        <source>{host} offers {size}. Download it?</source>
        <translation>{host} 提供 {size}。要下载吗？</translation>
    </message>
    <message>
        <source>a file of unknown size</source>
        <translation>一个大小未知的文件</translation>
    </message>
    <message>
        <source>{size} of it are here already; the download goes on from there.</source>
        <translation>已下载 {size}，将从那里继续。</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Every file is checked and every model tested before anything is added.</source>
        <translation>添加之前，会检查每个文件、测试每个模型。</translation>
    </message>
    <message>
        <source>Asking {host}…</source>
        <translation>正在询问 {host}…</translation>
    </message>
    <message>
        <source>Downloading from {host}</source>
        <translation>正在从 {host} 下载</translation>
    </message>
    <message>
        <source>Trying {host}…</source>
        <translation>正在试用 {host}…</translation>
    </message>
    <message>
        <source>Checking and copying</source>
        <translation>正在检查和复制</translation>
    </message>
    <message>
        <source>Testing the models</source>
        <translation>正在测试模型</translation>
    </message>
    <message>
        <source>What has come stays, and is gone on with the next time.</source>
        <translation>已下载的部分会保留，下次继续。</translation>
    </message>
</context>
<context>
    <name>Advice</name>
    <message>
        <source>Details: {words}</source>
        <translation>详情：{words}</translation>
    </message>
    <message>
        <source>its content is like no app&apos;s export.</source>
        <translation>内容不像任何应用导出的聊天记录。</translation>
    </message>
    <message>
        <source>the file is empty.</source>
        <translation>文件是空的。</translation>
    </message>
    <message>
        <source>there is no file in it that can be read.</source>
        <translation>里面没有可以读取的文件。</translation>
    </message>
    <message>
        <source>it is an encrypted backup of Signal. Export the chat history as plaintext in Signal (Settings, Chats).</source>
        <translation>这是 Signal 的加密备份。请在 Signal 中（设置 &gt; 聊天）以明文导出聊天记录。</translation>
    </message>
    <message>
        <source>there is no WhatsApp chat text in it. Export the chat again and import the whole zip.</source>
        <translation>里面没有 WhatsApp 聊天文本。请重新导出聊天，并导入整个 zip。</translation>
    </message>
    <message>
        <source>The disk is full. Free some space and repeat the step.</source>
        <translation>磁盘已满。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>The disk may be full. Free some space and repeat the step.</source>
        <translation>磁盘可能已满。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>Another program is writing to the archive. Close it and try again.</source>
        <translation>另一个程序正在写入存档。请关闭它后重试。</translation>
    </message>
    <message>
        <source>Another ChatTrove is importing. Wait until it has finished, then try again.</source>
        <translation>另一个 ChatTrove 正在导入。请等它完成后重试。</translation>
    </message>
    <message>
        <source>The file is read-only. Check its permissions.</source>
        <translation>文件是只读的。请检查权限。</translation>
    </message>
    <message>
        <source>Check the permissions of the folder.</source>
        <translation>请检查文件夹的权限。</translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation>请检查权限。</translation>
    </message>
    <message>
        <source>Check that the disk is there, and that files can be written in the folder.</source>
        <translation>请检查磁盘是否已连接，文件夹是否可写。</translation>
    </message>
    <message>
        <source>The archive is damaged. Restore it from a backup, or import your exports into a new archive.</source>
        <translation>存档已损坏。请从备份恢复，或把导出文件导入新的存档。</translation>
    </message>
    <message>
        <source>A newer ChatTrove wrote this archive. Update ChatTrove, or open another archive.</source>
        <translation>此存档由更新版本的 ChatTrove 写入。请更新 ChatTrove，或打开其他存档。</translation>
    </message>
    <message>
        <source>This folder belongs to another program.</source>
        <translation>这个文件夹属于其他程序。</translation>
    </message>
    <message>
        <source>There is no archive in this folder. Choose another.</source>
        <translation>这个文件夹里没有存档，请另选一个。</translation>
    </message>
    <message>
        <source>A new archive needs an empty folder.</source>
        <translation>新建存档需要一个空文件夹。</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>请选择其他文件夹。</translation>
    </message>
    <message>
        <source>Nothing can be written there. Choose another place.</source>
        <translation>无法写入该位置，请另选一处。</translation>
    </message>
    <message>
        <source>This file or folder is not there. Check the path.</source>
        <translation>找不到该文件或文件夹，请检查路径。</translation>
    </message>
    <message>
        <source>It is locked with a password. Export it without one.</source>
        <translation>文件有密码保护。请导出不带密码的文件。</translation>
    </message>
    <message>
        <source>The zip is damaged. Export the chat again.</source>
        <translation>zip 已损坏。请重新导出聊天记录。</translation>
    </message>
    <message>
        <source>Install ChatTrove again.</source>
        <translation>请重新安装 ChatTrove。</translation>
    </message>
    <message>
        <source>Export the chat again.</source>
        <translation>请重新导出聊天记录。</translation>
    </message>
    <message>
        <source>Nothing in it could be read. Export it again.</source>
        <translation>其中没有可读取的内容。请重新导出。</translation>
    </message>
    <message>
        <source>Write dates like 2024-05-13, or 2024.</source>
        <translation>日期请写成 2024-05-13 或 2024。</translation>
    </message>
    <message>
        <source>Nobody of that name has written here. Choose from the list that appears while you type.</source>
        <translation>没有叫这个名字的人。请从输入时出现的列表中选择。</translation>
    </message>
    <message>
        <source>No conversation has that name. Choose from the list that appears while you type.</source>
        <translation>没有叫这个名称的对话。请从输入时出现的列表中选择。</translation>
    </message>
    <message>
        <source>Behind “has:” may stand image, file, link or voice.</source>
        <translation>“含:”后面可以写图片、文件、链接或语音。</translation>
    </message>
    <message>
        <source>The dates exclude each other. Remove one of the date filters.</source>
        <translation>这些日期互相排斥。请去掉其中一个日期条件。</translation>
    </message>
    <message>
        <source>No conversation fits all filters. Remove one of them.</source>
        <translation>没有对话同时符合所有条件。请去掉其中一个。</translation>
    </message>
    <message>
        <source>What was searched is gone. Search everything.</source>
        <translation>限定的搜索范围已不存在。请搜索全部。</translation>
    </message>
    <message>
        <source>The question is too long. Shorten it.</source>
        <translation>问题太长，请缩短。</translation>
    </message>
    <message>
        <source>Only words and phrases can be excluded with a minus.</source>
        <translation>减号只能排除词语和短语。</translation>
    </message>
    <message>
        <source>Mend or delete the settings file.</source>
        <translation>请修正或删除设置文件。</translation>
    </message>
    <message>
        <source>A package is missing. Run the command that is named below, then start ChatTrove again.</source>
        <translation>缺少一个软件包。请运行下面给出的命令，然后重新启动 ChatTrove。</translation>
    </message>
    <message>
        <source>The server does not answer. Start it, or use other models.</source>
        <translation>服务器没有应答。请启动它，或使用其他模型。</translation>
    </message>
    <message>
        <source>There is too little memory. Close other programs, or use a smaller model.</source>
        <translation>内存不足。请关闭其他程序，或使用更小的模型。</translation>
    </message>
    <message>
        <source>This is no GGUF file. Choose another.</source>
        <translation>这不是 GGUF 文件。请另选一个。</translation>
    </message>
    <message>
        <source>The part that sees is missing. Put the model&apos;s own mmproj file beside it.</source>
        <translation>缺少看图的部分。请把该模型自己的 mmproj 文件放在旁边。</translation>
    </message>
    <message>
        <source>The part that sees is of another model. Put the model&apos;s own mmproj file beside it.</source>
        <translation>看图的部分属于另一个模型。请把该模型自己的 mmproj 文件放在旁边。</translation>
    </message>
    <message>
        <source>The file is not whole. Copy or download it again.</source>
        <translation>文件不完整。请重新复制或下载。</translation>
    </message>
    <message>
        <source>The chosen models are gone or damaged. Add them again, or use those that come along.</source>
        <translation>所选模型已不在或已损坏。请重新添加，或使用自带的模型。</translation>
    </message>
    <message>
        <source>The model is not what its manifest says. Nothing was added.</source>
        <translation>模型与其清单不符，未添加任何内容。</translation>
    </message>
</context>
<context>
    <name>Agreements</name>
    <message>
        <source>What you agreed to</source>
        <translation>你同意过的</translation>
    </message>
    <message>
        <source>Reads passages: {host}</source>
        <translation>阅读片段：{host}</translation>
    </message>
    <message>
        <source>Holds the search index: {host}</source>
        <translation>保存搜索索引：{host}</translation>
    </message>
    <message>
        <source>Agreed by {who} on {day}</source>
        <translation>{who} 于 {day} 同意</translation>
    </message>
    <message>
        <source>not encrypted</source>
        <translation>未加密</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
</context>
<context>
    <name>ArchiveSettings</name>
    <message>
        <source>An archive is a folder with your imported chats. Only one is open and searched at a time. The demo is kept apart and never stands here.</source>
        <translation>存档是保存已导入聊天记录的文件夹。每次只打开并搜索一个。演示单独存放，不在此列。</translation>
    </message>
    <message>
        <source>To move an archive, close ChatTrove, move the folder, and open it here again.</source>
        <translation>要移动存档，请先关闭 ChatTrove，移动文件夹，再在此处打开。</translation>
    </message>
    <message>
        <source>CHATTROVE_ARCHIVE is set: every start opens {place}.</source>
        <translation>已设置 CHATTROVE_ARCHIVE：每次启动都会打开 {place}。</translation>
    </message>
    <message>
        <source>Open another…</source>
        <translation>打开其他存档…</translation>
    </message>
    <message>
        <source>New archive…</source>
        <translation>新建存档…</translation>
    </message>
    <message>
        <source>Standard archive</source>
        <translation>默认存档</translation>
    </message>
    <message numerus="yes">
        <source>%Ln conversation(s)</source>
        <comment>of an archive</comment>
        <translation>
            <numerusform>%Ln 个对话</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>of an archive</comment>
        <translation>
            <numerusform>%Ln 条消息</numerusform>
        </translation>
    </message>
    <message>
        <source>open now</source>
        <translation>当前打开</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>Show the folder of {name}</source>
        <translation>显示 {name} 的文件夹</translation>
    </message>
    <message>
        <source>Take {name} off this list; its files stay</source>
        <translation>从列表移除 {name}，文件保留</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open {name}</source>
        <translation>打开 {name}</translation>
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
        <source>1 of {count}</source>
        <translation>1 / {count}</translation>
    </message>
    <message>
        <source>This is no chat export that ChatTrove knows</source>
        <translation>ChatTrove 不认识这种聊天导出文件</translation>
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
        <translation>无法使用存档，之前保存的内容是安全的</translation>
    </message>
    <message>
        <source>The chosen models cannot be used</source>
        <translation>所选模型无法使用</translation>
    </message>
    <message>
        <source>That cannot be done with these models</source>
        <translation>这些模型无法这样使用</translation>
    </message>
    <message>
        <source>The reader stopped. What it found stays, the rest is not confirmed</source>
        <translation>阅读模型已停止。已找到的保留，其余未经确认</translation>
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
    <name>BundleList</name>
    <message>
        <source>{size} in all. Added models are in {folder}</source>
        <translation>共 {size}。添加的模型在 {folder}</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>使用中</translation>
    </message>
    <message>
        <source>Use these</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Disconnect…</source>
        <translation>断开…</translation>
    </message>
    <message>
        <source>Delete “{name}” from this computer? {size} become free.</source>
        <translation>从这台电脑删除“{name}”？将释放 {size}。</translation>
    </message>
    <message>
        <source>Disconnect “{name}” and take back what you agreed to? Nothing is sent there any more.</source>
        <translation>断开“{name}”并撤回你的同意？之后不会再向那里发送任何内容。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开</translation>
    </message>
</context>
<context>
    <name>CardFace</name>
    <message numerus="yes">
        <source>Hide %Ln message(s)</source>
        <comment>context that was unfolded</comment>
        <translation>
            <numerusform>收起 %Ln 条消息</numerusform>
        </translation>
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
        <source>Show fewer answers</source>
        <translation>收起部分答案</translation>
    </message>
</context>
<context>
    <name>ChipLabel</name>
    <message>
        <source>Filter: {filter}</source>
        <translation>筛选：{filter}</translation>
    </message>
    <message>
        <source>Delete removes it</source>
        <translation>按 Delete 移除</translation>
    </message>
    <message>
        <source>Remove this filter</source>
        <translation>移除此筛选</translation>
    </message>
</context>
<context>
    <name>Chooser</name>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>纯文本</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>Hide names</source>
        <translation>隐藏姓名</translation>
    </message>
    <message>
        <source>Messages around the answers</source>
        <translation>包含上下文消息</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>包含图片</translation>
    </message>
    <message>
        <source>Keep places in pictures</source>
        <translation>保留图片中的位置信息</translation>
    </message>
    <message>
        <source>The original files, with place (GPS), camera and time where they have them</source>
        <translation>使用原始文件，其中可能含有位置（GPS）、相机和拍摄时间</translation>
    </message>
    <message>
        <source>The picture files may tell where and with what they were taken.</source>
        <translation>图片文件可能会透露拍摄的地点和设备。</translation>
    </message>
    <message>
        <source>Faces and names inside pictures stay, and so do nicknames.</source>
        <translation>图片里的人脸和姓名不会隐藏，昵称也不会。</translation>
    </message>
    <message>
        <source>Nicknames inside messages stay.</source>
        <translation>消息里的昵称不会隐藏。</translation>
    </message>
    <message>
        <source>One long picture, as it looks here</source>
        <translation>一张长图，样子和这里一样</translation>
    </message>
    <message>
        <source>Pages to print or to send, with text that can be copied</source>
        <translation>可打印或发送的页面，文字可以复制</translation>
    </message>
    <message>
        <source>One file for any browser, with the pictures inside</source>
        <translation>单个文件，任何浏览器都能打开，图片已包含在内</translation>
    </message>
    <message>
        <source>For notes; with pictures it is a zip of the text and the files</source>
        <translation>适合笔记；带图片时为文字和图片的 zip 压缩包</translation>
    </message>
    <message>
        <source>Plain text for anything</source>
        <translation>纯文本，到处可用</translation>
    </message>
    <message>
        <source>For programs</source>
        <translation>供程序读取</translation>
    </message>
</context>
<context>
    <name>Completions</name>
    <message>
        <source>From {name}</source>
        <translation>来自 {name}</translation>
    </message>
    <message>
        <source>In {name}</source>
        <translation>在 {name} 中</translation>
    </message>
    <message>
        <source>from:</source>
        <translation>来自:</translation>
    </message>
    <message>
        <source>in:</source>
        <translation>在:</translation>
    </message>
    <message>
        <source>what a person wrote</source>
        <translation>某人发的</translation>
    </message>
    <message>
        <source>one conversation</source>
        <translation>某个对话</translation>
    </message>
    <message>
        <source>with:</source>
        <translation>和:</translation>
    </message>
    <message>
        <source>conversations with a person</source>
        <translation>有某人的对话</translation>
    </message>
    <message>
        <source>has:</source>
        <translation>含:</translation>
    </message>
    <message>
        <source>a picture, file, link or voice message</source>
        <translation>图片、文件、链接或语音</translation>
    </message>
    <message>
        <source>after:</source>
        <translation>之后:</translation>
    </message>
    <message>
        <source>since a day</source>
        <translation>从某天起</translation>
    </message>
    <message>
        <source>before:</source>
        <translation>之前:</translation>
    </message>
    <message>
        <source>before a day</source>
        <translation>某天之前</translation>
    </message>
    <message>
        <source>on:</source>
        <translation>日期:</translation>
    </message>
    <message>
        <source>on a day</source>
        <translation>某一天</translation>
    </message>
    <message>
        <source>during:</source>
        <translation>期间:</translation>
    </message>
    <message>
        <source>in a period</source>
        <translation>某段时间</translation>
    </message>
    <message>
        <source>Written by</source>
        <translation>发送者</translation>
    </message>
    <message>
        <source>In the conversation</source>
        <translation>所在对话</translation>
    </message>
    <message>
        <source>Conversations with</source>
        <translation>对话成员</translation>
    </message>
    <message>
        <source>With</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>早于</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>从何时起</translation>
    </message>
    <message>
        <source>On</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>During</source>
        <translation>期间</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>image</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>file</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Links</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>link</source>
        <translation>链接</translation>
    </message>
    <message>
        <source>Voice messages</source>
        <translation>语音</translation>
    </message>
    <message>
        <source>voice</source>
        <translation>语音</translation>
    </message>
    <message>
        <source>Choose a day…</source>
        <translation>选择日期…</translation>
    </message>
    <message>
        <source>before {day}</source>
        <translation>{day} 之前</translation>
    </message>
    <message>
        <source>since {day}</source>
        <translation>{day} 起</translation>
    </message>
</context>
<context>
    <name>ConnectSheet</name>
    <message>
        <source>Connect a server</source>
        <translation>连接服务器</translation>
    </message>
    <message>
        <source>A server that speaks OpenAI&apos;s protocol and sees pictures can read for you: vLLM, llama.cpp, others.</source>
        <translation>支持 OpenAI 协议并能看图的服务器可以替你阅读：vLLM、llama.cpp 等。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Name of the model, where the server has several (optional)</source>
        <translation>模型名称，服务器有多个模型时填写（可选）</translation>
    </message>
    <message>
        <source>File with the server&apos;s key, where it wants one (optional)</source>
        <translation>服务器密钥文件，需要时填写（可选）</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Send it unencrypted all the same</source>
        <translation>仍然以不加密方式发送</translation>
    </message>
    <message>
        <source>Agree and connect</source>
        <translation>同意并连接</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>This leaves your computer</source>
        <translation>内容会离开你的电脑</translation>
    </message>
    <message>
        <source>This stays on your computer</source>
        <translation>内容留在你的电脑上</translation>
    </message>
    <message>
        <source>This is no address</source>
        <translation>这不是有效的地址</translation>
    </message>
    <message>
        <source>Your agreement is kept with these words: {words}</source>
        <translation>你的同意将连同以下文字一起保存：{words}</translation>
    </message>
    <message>
        <source>ChatTrove sends to {where}: your questions, and of each passage that is read the messages, the names of who wrote them, and the pictures, made smaller and without their metadata.</source>
        <translation>ChatTrove 会向 {where} 发送：你的问题，以及每个被阅读片段中的消息、发送者的名字和图片（已缩小并去除元数据）。</translation>
    </message>
    <message>
        <source>The connection is NOT encrypted: everybody on the way can read it.</source>
        <translation>连接没有加密：途中任何人都能读到。</translation>
    </message>
    <message>
        <source>The connection is encrypted.</source>
        <translation>连接已加密。</translation>
    </message>
    <message>
        <source>Whoever runs that computer can read and keep what is sent.</source>
        <translation>运行那台电脑的人可以读取并保留发送的内容。</translation>
    </message>
</context>
<context>
    <name>Connections</name>
    <message>
        <source>Connections are not known</source>
        <translation>无法得知连接情况</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在检查…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln connection(s)</source>
        <comment>sockets</comment>
        <translation>
            <numerusform>%Ln 个连接</numerusform>
        </translation>
    </message>
    <message>
        <source>No connections</source>
        <translation>没有任何连接</translation>
    </message>
    <message>
        <source>Checked at {time}, and again every second while you look.</source>
        <translation>检查于 {time}，打开此页时每秒重新检查。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln process(es) that ChatTrove started were asked too.</source>
        <comment>sockets</comment>
        <translation>
            <numerusform>同时检查了 ChatTrove 启动的 %Ln 个进程。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln socket(s) to the desktop and other programs inside this computer:</source>
        <comment>sockets</comment>
        <translation>
            <numerusform>%Ln 个套接字连到本机的桌面和其他程序：</numerusform>
        </translation>
    </message>
    <message>
        <source>a socket that the system&apos;s tables do not list</source>
        <translation>系统表中未列出的套接字</translation>
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
        <source>Messages</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>Crashes</name>
    <message>
        <source>It crashed; what it did then is in the log. Your chats are safe.</source>
        <translation>程序崩溃了，当时的情况已写入日志。你的聊天记录是安全的。</translation>
    </message>
    <message>
        <source>It was stopped from outside, or the computer was. Your chats are safe.</source>
        <translation>程序被外部终止，或电脑已关机。你的聊天记录是安全的。</translation>
    </message>
    <message>
        <source>ChatTrove ended unexpectedly last time</source>
        <translation>ChatTrove 上次意外退出</translation>
    </message>
    <message>
        <source>Show log</source>
        <translation>查看日志</translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation>复制详情</translation>
    </message>
</context>
<context>
    <name>FindDay</name>
    <message>
        <source>Go to a day</source>
        <translation>跳转到日期</translation>
    </message>
    <message>
        <source>Days with messages</source>
        <translation>有消息的日期</translation>
    </message>
    <message>
        <source>First message</source>
        <translation>最早的消息</translation>
    </message>
    <message>
        <source>Last message</source>
        <translation>最新的消息</translation>
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
        <translation>按意思搜索</translation>
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
    <name>Gallery</name>
    <message>
        <source>Find in pictures and files…</source>
        <translation>在图片和文件中查找…</translation>
    </message>
    <message>
        <source>Show in conversation</source>
        <translation>在对话中查看</translation>
    </message>
    <message>
        <source>Show the file in its folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Save a copy…</source>
        <translation>另存副本…</translation>
    </message>
    <message>
        <source>Copy the text in the picture</source>
        <translation>复制图中文字</translation>
    </message>
</context>
<context>
    <name>GalleryPage</name>
    <message>
        <source>Sent by</source>
        <translation>发送者</translation>
    </message>
    <message>
        <source>Larger pictures</source>
        <translation>放大缩略图</translation>
    </message>
    <message>
        <source>Smaller pictures</source>
        <translation>缩小缩略图</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>所有人</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) left out of the export, or missing in it</source>
        <comment>not in the archive</comment>
        <translation>
            <numerusform>另有 %Ln 个文件未包含在导出中或已缺失</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GalleryView</name>
    <message>
        <source>Without a date</source>
        <translation>没有日期</translation>
    </message>
</context>
<context>
    <name>GeneralSettings</name>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Chats</source>
        <translation>聊天记录</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Size of the text</source>
        <translation>文字大小</translation>
    </message>
    <message>
        <source>Also with Ctrl and + or −; Ctrl 0 is the usual size.</source>
        <translation>也可用 Ctrl 加 + 或 − 调整，Ctrl 0 恢复默认。</translation>
    </message>
    <message>
        <source>“See you at nine by the harbour, and bring the map.”</source>
        <translation>“九点港口见，记得带上地图。”</translation>
    </message>
    <message>
        <source>Pictures and files of an import</source>
        <translation>导入的图片和文件</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Leave where they are</source>
        <translation>留在原处</translation>
    </message>
    <message>
        <source>Read the text in pictures</source>
        <translation>识别图片中的文字</translation>
    </message>
    <message>
        <source>In the background, on this computer. Screenshots and tickets are then found by their words.</source>
        <translation>在本机后台进行。之后可按文字找到截图和票据。</translation>
    </message>
    <message>
        <source>Remember my questions</source>
        <translation>记住我的提问</translation>
    </message>
    <message>
        <source>They are offered when you type, and stay in the archive on this computer.</source>
        <translation>输入时会给出提示，只保存在本机的存档里。</translation>
    </message>
    <message>
        <source>Forget all questions…</source>
        <translation>清空提问记录…</translation>
    </message>
    <message>
        <source>The archive is complete by itself: the export may be deleted afterwards. Takes space.</source>
        <translation>存档自身完整，之后可删除导出文件。会占用空间。</translation>
    </message>
    <message>
        <source>Takes no space. Where an exported file is moved or deleted, it is missing here. Files inside a zip are copied all the same.</source>
        <translation>不占空间。导出文件被移动或删除后，这里就看不到了。zip 中的文件仍会复制。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln answer(s) marked right or wrong</source>
        <comment>judgements</comment>
        <translation>
            <numerusform>已标记 %Ln 个答案的对错</numerusform>
        </translation>
    </message>
    <message>
        <source>They stay in the archive. Export them to measure or train models.</source>
        <translation>标记保存在存档里，可导出用于评测或训练模型。</translation>
    </message>
    <message>
        <source>No answer is marked right or wrong yet</source>
        <translation>还没有标记过答案的对错</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Forget every question you asked? Saved questions stay.</source>
        <translation>清空所有提问记录？已保存的提问会保留。</translation>
    </message>
    <message>
        <source>Forget them</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Delete {count} marks? They cannot be brought back.</source>
        <translation>删除 {count} 个标记？删除后无法恢复。</translation>
    </message>
    <message>
        <source>Delete them</source>
        <translation>删除</translation>
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
    <name>Head</name>
    <message>
        <source>{place} of {count}</source>
        <translation>第 {place} 处，共 {count} 处</translation>
    </message>
    <message>
        <source>{count} found</source>
        <translation>找到 {count} 处</translation>
    </message>
    <message>
        <source>Close the conversation</source>
        <translation>关闭对话</translation>
    </message>
    <message>
        <source>Previous highlight</source>
        <translation>上一处</translation>
    </message>
    <message>
        <source>Next highlight</source>
        <translation>下一处</translation>
    </message>
    <message>
        <source>Go to a day</source>
        <translation>跳转到日期</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>in a conversation</comment>
        <translation>
            <numerusform>%Ln 条消息</numerusform>
        </translation>
    </message>
    <message>
        <source>Share all results</source>
        <translation>分享全部结果</translation>
    </message>
    <message numerus="yes">
        <source>%Ln conversation(s) answer this</source>
        <comment>settled results</comment>
        <translation>
            <numerusform>%Ln 个对话中有答案</numerusform>
        </translation>
    </message>
    <message>
        <source>The search did not come to an end</source>
        <translation>搜索未能完成</translation>
    </message>
    <message numerus="yes">
        <source>%Ln conversation(s) answer this, not everything was read</source>
        <comment>reading that stopped</comment>
        <translation>
            <numerusform>%Ln 个对话回答了这个问题，但没有全部读完</numerusform>
        </translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>搜索中…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln conversation(s) found, being read</source>
        <comment>results that may still change</comment>
        <translation>
            <numerusform>找到 %Ln 个对话，正在阅读</numerusform>
        </translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>{seconds} s, on this computer</source>
        <translation>{seconds} 秒，在本机完成</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>in a period</comment>
        <translation>
            <numerusform>%Ln 条消息</numerusform>
        </translation>
    </message>
    <message>
        <source>Chosen: {period}</source>
        <translation>已选：{period}</translation>
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
    <message numerus="yes">
        <source>Next: %Ln import(s)</source>
        <comment>imports that wait</comment>
        <translation>
            <numerusform>接下来：%Ln 个导入</numerusform>
        </translation>
    </message>
    <message>
        <source>Importing your chats</source>
        <translation>正在导入聊天记录</translation>
    </message>
    <message>
        <source>Import paused</source>
        <translation>导入已暂停</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
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
        <translation>建立按意思搜索的索引</translation>
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
    <message>
        <source>Do not import this</source>
        <translation>不导入这一项</translation>
    </message>
</context>
<context>
    <name>IndexPanel</name>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Re-index everything…</source>
        <translation>全部重建索引…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Re-index</source>
        <translation>重建索引</translation>
    </message>
    <message>
        <source>Cut all conversations into passages again and compute them anew? You can search meanwhile, pause at any time, and what is done stays done.</source>
        <translation>重新切分所有对话并重新计算？其间可以照常搜索，随时可以暂停，已完成的不会丢失。</translation>
    </message>
    <message>
        <source>The search index is complete</source>
        <translation>搜索索引已完整</translation>
    </message>
    <message>
        <source>Making the search index anew is paused</source>
        <translation>重建索引已暂停</translation>
    </message>
    <message>
        <source>The search index is made anew</source>
        <translation>正在重建搜索索引</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{count} a second</source>
        <translation>每秒 {count}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln minute(s) left</source>
        <comment>of making the index anew</comment>
        <translation>
            <numerusform>还需 %Ln 分钟</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) left</source>
        <comment>of making the index anew</comment>
        <translation>
            <numerusform>还剩 %Ln 条消息</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln passage(s) left</source>
        <comment>of making the index anew</comment>
        <translation>
            <numerusform>还剩 %Ln 个片段</numerusform>
        </translation>
    </message>
    <message>
        <source>Every message can be found by its words and by its meaning.</source>
        <translation>每条消息都能按字词和意思找到。</translation>
    </message>
    <message>
        <source>The old index answers until the new one is complete.</source>
        <translation>新索引完成之前，由旧索引回答。</translation>
    </message>
    <message>
        <source>Words are found all the time; what is found by meaning comes back step by step.</source>
        <translation>按字词随时都能找到；按意思查找会逐步恢复。</translation>
    </message>
</context>
<context>
    <name>Intake</name>
    <message>
        <source>{name} is imported next</source>
        <translation>接下来导入 {name}</translation>
    </message>
    <message>
        <source>The demo is still being imported. Drop the file again when it is ready.</source>
        <translation>演示还在导入，完成后请再拖入文件。</translation>
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
        <source>This import was not ended: {name}. What was read is kept.</source>
        <translation>这次导入没有完成：{name}。已读取的内容都保留着。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
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
    <name>Judging</name>
    <message>
        <source>Ask a question first; then say what answers it.</source>
        <translation>请先提问，再标记哪些是答案。</translation>
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
    <name>Known</name>
    <message>
        <source>Reads a passage with its pictures and names the messages and pictures that answer the question. It was trained for exactly this: the best answers come from it.</source>
        <translation>阅读片段及其中的图片，指出哪些消息和图片回答了问题。它正是为此训练的，答案最好。</translation>
    </message>
    <message>
        <source>Looks at pictures and understands text in many languages. It was not trained to choose messages, so answers are less exact; it can be the base of an adapter that was.</source>
        <translation>能看图，也懂多种语言的文字。它没有为挑选消息而训练，答案不够精确；可以作为专门训练的适配器（LoRA）的基座。</translation>
    </message>
    <message>
        <source>Finds pictures by what they show, not only by the words around them. The index is made anew.</source>
        <translation>按图片的内容查找图片，而不只靠旁边的文字。索引会重建。</translation>
    </message>
    <message>
        <source>Whole checkpoint: get it from its maker, then press “Add from a folder…”.</source>
        <translation>完整检查点：从发布者处取得，然后按“从文件夹添加…”。</translation>
    </message>
    <message>
        <source>GGUF: convert a checkpoint (chattrove train gguf) or get both .gguf files, put them side by side, then press “Add from a file…”.</source>
        <translation>GGUF：转换检查点（chattrove train gguf），或取得两个 .gguf 文件并放在一起，然后按“从文件添加…”。</translation>
    </message>
    <message>
        <source>Convert the checkpoint (chattrove train gme_onnx), then press “Add from a folder…”.</source>
        <translation>转换检查点（chattrove train gme_onnx），然后按“从文件夹添加…”。</translation>
    </message>
    <message>
        <source>We know no address of a release, so it is taken from disk. A LoRA adapter is added on the command line, as its base must be named: chattrove models add FOLDER --base FOLDER-OF-THE-BASE</source>
        <translation>我们不知道它的发布地址，因此只能从磁盘添加。LoRA 适配器需要指明基座，请用命令行添加：chattrove models add 文件夹 --base 基座文件夹</translation>
    </message>
    <message>
        <source>the authors of the F2RVLM paper</source>
        <translation>F2RVLM 论文作者</translation>
    </message>
    <message>
        <source>licence as its release and base say</source>
        <translation>许可证以其发布及基座为准</translation>
    </message>
    <message>
        <source>Qwen Research License (no commercial use)</source>
        <translation>Qwen Research License（不可商用）</translation>
    </message>
</context>
<context>
    <name>KnownPanel</name>
    <message>
        <source>from {size} of memory</source>
        <translation>至少 {size} 内存</translation>
    </message>
    <message>
        <source>Less</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Close what is told of {name}</source>
        <translation>收起 {name} 的说明</translation>
    </message>
    <message>
        <source>What {name} does and needs</source>
        <translation>{name} 的用途与需求</translation>
    </message>
    <message>
        <source>{form}: {size} on the disk, about {memory} of memory</source>
        <translation>{form}：占用磁盘 {size}，内存约 {memory}</translation>
    </message>
    <message>
        <source>Made by {maker}.</source>
        <translation>由 {maker} 发布。</translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message>
        <source>ChatTrove closes when the import has finished.</source>
        <translation>导入完成后 ChatTrove 会自动关闭。</translation>
    </message>
    <message>
        <source>Stay open</source>
        <translation>保持打开</translation>
    </message>
</context>
<context>
    <name>LeavingQuestion</name>
    <message>
        <source>An import is under way</source>
        <translation>正在导入</translation>
    </message>
    <message>
        <source>What was read is kept. If you close now, it goes on at the next start.</source>
        <translation>已读取的内容会保留。现在关闭的话，下次启动时继续。</translation>
    </message>
    <message>
        <source>Go on importing</source>
        <translation>继续导入</translation>
    </message>
    <message>
        <source>Close when finished</source>
        <translation>完成后关闭</translation>
    </message>
    <message>
        <source>Close now</source>
        <translation>立即关闭</translation>
    </message>
</context>
<context>
    <name>Lightbox</name>
    <message>
        <source>Enlarged picture</source>
        <translation>放大的图片</translation>
    </message>
    <message>
        <source>Loading the picture…</source>
        <translation>正在加载图片…</translation>
    </message>
    <message>
        <source>This picture is too large to be shown safely. Its file is kept unchanged in the archive.</source>
        <translation>图片过大，无法安全显示。原文件完整保存在存档中。</translation>
    </message>
    <message>
        <source>Previous picture</source>
        <translation>上一张</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>下一张</translation>
    </message>
    <message>
        <source>This file cannot be shown as a picture. It is kept unchanged in the archive.</source>
        <translation>此文件无法作为图片显示。原文件完整保存在存档中。</translation>
    </message>
    <message>
        <source>The file of this picture is not in the archive.</source>
        <translation>存档中没有这张图片的文件。</translation>
    </message>
</context>
<context>
    <name>LightboxHead</name>
    <message>
        <source>Show in conversation</source>
        <translation>在对话中查看</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Show the file in its folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Save a copy…</source>
        <translation>另存副本…</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
</context>
<context>
    <name>Lists</name>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>People</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Find a name</source>
        <translation>查找名字</translation>
    </message>
    <message>
        <source>Find a conversation</source>
        <translation>查找对话</translation>
    </message>
    <message>
        <source>Sort</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Nothing here yet. Imported conversations appear in this list.</source>
        <translation>这里还没有内容。导入的对话会出现在这个列表中。</translation>
    </message>
    <message>
        <source>Latest message first</source>
        <translation>最近消息在前</translation>
    </message>
    <message>
        <source>By name</source>
        <translation>按名称</translation>
    </message>
    <message>
        <source>Most messages first</source>
        <translation>消息最多在前</translation>
    </message>
    <message>
        <source>By app</source>
        <translation>按应用</translation>
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
    <name>Minimap</name>
    <message>
        <source>Overview of the conversation</source>
        <translation>对话概览</translation>
    </message>
    <message numerus="yes">
        <source>%Ln highlight(s)</source>
        <comment>in a conversation</comment>
        <translation>
            <numerusform>%Ln 处高亮</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>Choose a folder with models</source>
        <translation>选择模型文件夹</translation>
    </message>
    <message>
        <source>Choose a file with models</source>
        <translation>选择模型文件</translation>
    </message>
    <message>
        <source>Models (*.zip *.gguf)</source>
        <translation>模型 (*.zip *.gguf)</translation>
    </message>
    <message>
        <source>“{name}” was added, and every model in it passed its self-test.</source>
        <translation>已添加“{name}”，其中每个模型都通过了自检。</translation>
    </message>
    <message>
        <source>Use the models that come along</source>
        <translation>使用自带的模型</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>What understands your chats. Everything runs on this computer, unless you connect a server.</source>
        <translation>理解你聊天记录的模型。除非你连接服务器，一切都在这台电脑上运行。</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>In use now</source>
        <translation>正在使用</translation>
    </message>
    <message>
        <source>Search index</source>
        <translation>搜索索引</translation>
    </message>
    <message>
        <source>Other models</source>
        <translation>其他模型</translation>
    </message>
    <message>
        <source>Models that could be added</source>
        <translation>可以添加的模型</translation>
    </message>
    <message>
        <source>How they are used</source>
        <translation>如何使用</translation>
    </message>
    <message>
        <source>Test again</source>
        <translation>重新自检</translation>
    </message>
    <message>
        <source>Graphics card of this computer: {cards}</source>
        <translation>这台电脑的显卡：{cards}</translation>
    </message>
</context>
<context>
    <name>Naming</name>
    <message>
        <source>Save as</source>
        <translation>收藏为</translation>
    </message>
    <message>
        <source>Name of the question</source>
        <translation>提问名称</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>Notes</name>
    <message>
        <source>The CPU computes this model: a question may take minutes.</source>
        <translation>该模型由处理器计算：一个问题可能需要几分钟。</translation>
    </message>
    <message>
        <source>It works, but does not find the line that answers a plain question: it may not be trained for this task.</source>
        <translation>能运行，但没有找到一个简单问题的答案：可能没有为这项任务训练过。</translation>
    </message>
    <message>
        <source>This model has no mmproj file: it reads the captions of pictures and does not look at them.</source>
        <translation>该模型没有 mmproj 文件：只读图片的说明文字，不看图片。</translation>
    </message>
    <message>
        <source>The CPU computes, far slower than a graphics card: this torch was built without CUDA; to use an NVIDIA card, install torch from pytorch.org with CUDA.</source>
        <translation>由处理器计算，比显卡慢得多：当前的 torch 不含 CUDA；要使用 NVIDIA 显卡，请从 pytorch.org 安装带 CUDA 的 torch。</translation>
    </message>
    <message>
        <source>The CPU computes, far slower than a graphics card: torch finds no graphics card; check the driver with nvidia-smi.</source>
        <translation>由处理器计算，比显卡慢得多：torch 找不到显卡；请用 nvidia-smi 检查驱动。</translation>
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
        <source>These filters were in force. Take one away to search more:</source>
        <translation>当前有以下筛选条件。去掉一个可搜索更多：</translation>
    </message>
    <message>
        <source>Ask about a longer time, or about a person or a place you remember.</source>
        <translation>放宽时间，或问问你记得的人或地点。</translation>
    </message>
    <message>
        <source>Every conversation was searched, nothing was left out.</source>
        <translation>已搜索全部对话，没有遗漏。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>searched</comment>
        <translation>
            <numerusform>%Ln 条消息</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln conversation(s)</source>
        <comment>searched</comment>
        <translation>
            <numerusform>%Ln 个对话</numerusform>
        </translation>
    </message>
    <message>
        <source>{messages} in {chats} were searched</source>
        <translation>已搜索 {chats}中的 {messages}</translation>
    </message>
    <message>
        <source>Search without: {filter}</source>
        <translation>去掉此条件搜索：{filter}</translation>
    </message>
    <message>
        <source>Say it in other words: the search goes by meaning, in English and in Chinese.</source>
        <translation>换一种说法试试：搜索看的是意思，支持中文和英文。</translation>
    </message>
    <message>
        <source>For an exact phrase, put it in quotation marks.</source>
        <translation>要找一字不差的短语，请加上引号。</translation>
    </message>
</context>
<context>
    <name>NothingSent</name>
    <message>
        <source>No picture fits this</source>
        <translation>没有符合条件的图片</translation>
    </message>
    <message>
        <source>No file fits this</source>
        <translation>没有符合条件的文件</translation>
    </message>
    <message>
        <source>No pictures yet</source>
        <translation>还没有图片</translation>
    </message>
    <message>
        <source>No files yet</source>
        <translation>还没有文件</translation>
    </message>
    <message numerus="yes">
        <source>Show %Ln file(s)</source>
        <comment>the other kind</comment>
        <translation>
            <numerusform>查看 %Ln 个文件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %Ln picture(s)</source>
        <comment>the other kind</comment>
        <translation>
            <numerusform>查看 %Ln 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) were left out of the export, or are missing in it. Export the chat again with its media.</source>
        <comment>why nothing is shown</comment>
        <translation>
            <numerusform>有 %Ln 个文件未包含在导出中或已缺失。请连同媒体文件重新导出聊天。</numerusform>
        </translation>
    </message>
    <message>
        <source>All filters must fit; words must stand in the message, the file&apos;s name or the picture itself.</source>
        <translation>需要符合所有筛选条件；词语须出现在消息、文件名或图片文字中。</translation>
    </message>
    <message>
        <source>What was sent in your chats appears here once they are imported with their media.</source>
        <translation>导入聊天及其媒体文件后，发送过的内容会显示在这里。</translation>
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
        <translation>还没有联系人：请先导入聊天记录。</translation>
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
    <name>PeriodBar</name>
    <message>
        <source>Show the whole conversation</source>
        <translation>显示全部消息</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>in a period</comment>
        <translation>
            <numerusform>%Ln 条消息</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PersonDelegate</name>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>of a person</comment>
        <translation>
            <numerusform>%Ln 条消息</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PictureColumn</name>
    <message>
        <source>What the file says</source>
        <translation>文件信息</translation>
    </message>
    <message>
        <source>Text in this picture</source>
        <translation>图中文字</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>复制文字</translation>
    </message>
    <message>
        <source>Show the place</source>
        <translation>显示位置</translation>
    </message>
    <message>
        <source>Taken with {camera}</source>
        <translation>使用 {camera} 拍摄</translation>
    </message>
    <message>
        <source>Taken {when}</source>
        <translation>拍摄于 {when}</translation>
    </message>
    <message>
        <source>Latitude {latitude}, longitude {longitude}</source>
        <translation>纬度 {latitude}，经度 {longitude}</translation>
    </message>
    <message>
        <source>The file says where the picture was taken. Sharing leaves that out; a saved copy keeps it.</source>
        <translation>文件中含有拍摄地点。分享时会去除；另存的副本会保留。</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message numerus="yes">
        <source>%Ln question(s) forgotten</source>
        <comment>history</comment>
        <translation>
            <numerusform>已清空 %Ln 条提问</numerusform>
        </translation>
    </message>
    <message>
        <source>Marks, one a line (*.jsonl)</source>
        <translation>标记，每行一个 (*.jsonl)</translation>
    </message>
    <message>
        <source>With their messages, for training (*.jsonl)</source>
        <translation>连同消息，用于训练 (*.jsonl)</translation>
    </message>
    <message>
        <source>Export marks</source>
        <translation>导出标记</translation>
    </message>
    <message>
        <source>{count} lines written to {file}</source>
        <translation>已将 {count} 行写入 {file}</translation>
    </message>
    <message>
        <source>An import is under way. Open another archive when it has finished.</source>
        <translation>正在导入。请在完成后再打开其他存档。</translation>
    </message>
    <message>
        <source>“{name}” is open now.</source>
        <translation>已打开“{name}”。</translation>
    </message>
    <message>
        <source>Choose the folder of an archive</source>
        <translation>选择存档所在的文件夹</translation>
    </message>
    <message>
        <source>Choose an empty folder for the new archive</source>
        <translation>为新存档选择一个空文件夹</translation>
    </message>
    <message>
        <source>Being made…</source>
        <translation>正在重建…</translation>
    </message>
    <message>
        <source>Being made… {percent} %</source>
        <translation>正在重建… {percent}%</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Preparing the preview…</source>
        <translation>正在生成预览…</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s) have no room in one picture; a PDF has room.</source>
        <translation>
            <numerusform>一张图片放不下，还有 %Ln 条消息；PDF 可以放下全部。</numerusform>
        </translation>
    </message>
    <message>
        <source>The first {shown} of {count} pages or more</source>
        <translation>共 {count} 页或更多，此处显示前 {shown} 页</translation>
    </message>
    <message>
        <source>The first {shown} of {count} pages</source>
        <translation>共 {count} 页，此处显示前 {shown} 页</translation>
    </message>
    <message>
        <source>Only the beginning is shown here; the file has everything.</source>
        <translation>这里只显示开头部分，文件中是完整的。</translation>
    </message>
</context>
<context>
    <name>PrivacySettings</name>
    <message>
        <source>ChatTrove works without the internet. This is the proof, and all that it keeps on this computer.</source>
        <translation>ChatTrove 不需要联网。以下是证明，以及它在本机保存的全部内容。</translation>
    </message>
    <message>
        <source>What is stored</source>
        <translation>保存的内容</translation>
    </message>
    <message>
        <source>What can be made again</source>
        <translation>可以重新生成的内容</translation>
    </message>
    <message>
        <source>What is never stored or sent</source>
        <translation>从不保存或发送的内容</translation>
    </message>
    <message>
        <source>Archive&apos;s folder</source>
        <translation>存档文件夹</translation>
    </message>
    <message>
        <source>Settings&apos; folder</source>
        <translation>设置文件夹</translation>
    </message>
    <message>
        <source>Nothing else is sent anywhere than what you agreed to above: no statistics, no crash reports.</source>
        <translation>除了你在上面同意的内容，不会向任何地方发送任何东西：没有统计，没有崩溃报告。</translation>
    </message>
    <message>
        <source>Nothing is sent anywhere: no statistics, no crash reports, no check for updates.</source>
        <translation>不向任何地方发送数据：没有统计、没有崩溃报告、不检查更新。</translation>
    </message>
    <message>
        <source>A server that you connected is asked when you search; anything else only when you press for it.</source>
        <translation>搜索时会询问你连接的服务器；其他联网只在你按下按钮时发生。</translation>
    </message>
    <message>
        <source>A connection is only opened when you press a button that says download or connect.</source>
        <translation>只有按下写明“下载”或“连接”的按钮时才会联网。</translation>
    </message>
    <message>
        <source>Your exports are read and never changed. They stay where they are.</source>
        <translation>导出文件只读取、不改动，留在原处。</translation>
    </message>
    <message>
        <source>The log and the details of an error hold no text of your chats.</source>
        <translation>日志和错误详情不含聊天内容。</translation>
    </message>
    <message>
        <source>There is no password: whoever can open the folder can read it, as with any of your files.</source>
        <translation>没有密码保护：能打开该文件夹的人就能读取，和你的其他文件一样。</translation>
    </message>
    <message>
        <source>{size}. They are made again when a picture is looked at.</source>
        <translation>{size}。查看图片时会重新生成。</translation>
    </message>
    <message>
        <source>Small pictures</source>
        <translation>缩略图</translation>
    </message>
    <message>
        <source>{size}. Made from the archive, for searching by meaning; deleted and made again in one go.</source>
        <translation>{size}。由存档生成，用于按意思搜索；一次完成删除和重建。</translation>
    </message>
    <message>
        <source>Search index</source>
        <translation>搜索索引</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete the small pictures</source>
        <translation>删除缩略图</translation>
    </message>
    <message>
        <source>Make again</source>
        <translation>重建</translation>
    </message>
    <message>
        <source>Make the search index again</source>
        <translation>重建搜索索引</translation>
    </message>
    <message>
        <source>Together {size}</source>
        <translation>合计 {size}</translation>
    </message>
    <message>
        <source>Your chats</source>
        <translation>你的聊天记录</translation>
    </message>
    <message>
        <source>Messages, people, text read in pictures, vectors for searching, questions, marks</source>
        <translation>消息、联系人、图片中识别的文字、搜索用向量、提问、标记</translation>
    </message>
    <message>
        <source>Copied pictures and files</source>
        <translation>复制的图片和文件</translation>
    </message>
    <message>
        <source>As they were in your exports</source>
        <translation>与导出文件中的一致</translation>
    </message>
    <message>
        <source>Made from your pictures, to show lists quickly</source>
        <translation>由图片生成，用于快速显示列表</translation>
    </message>
    <message>
        <source>Vectors made from your messages, to find them by meaning</source>
        <translation>由消息生成的向量，用于按意思查找</translation>
    </message>
    <message>
        <source>A mark that something is being written</source>
        <translation>正在写入的标记</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>空文件</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>What you chose here, and the folders of your archives</source>
        <translation>你在这里的选择，以及存档所在的文件夹</translation>
    </message>
    <message>
        <source>Agreements</source>
        <translation>已同意的事项</translation>
    </message>
    <message>
        <source>What you agreed to send to which server</source>
        <translation>您同意向哪个服务器发送什么</translation>
    </message>
    <message>
        <source>Columns of tables</source>
        <translation>表格列的含义</translation>
    </message>
    <message>
        <source>What you said of the tables you imported</source>
        <translation>你对导入表格所作的说明</translation>
    </message>
    <message>
        <source>Place of the window</source>
        <translation>窗口状态</translation>
    </message>
    <message>
        <source>Size, place and the page you left</source>
        <translation>大小、位置和上次所在的页面</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Errors with program lines, without text of chats</source>
        <translation>错误及程序位置，不含聊天内容</translation>
    </message>
    <message>
        <source>A mark that ChatTrove is running</source>
        <translation>ChatTrove 正在运行的标记</translation>
    </message>
    <message>
        <source>Tells the next start whether this one ended well</source>
        <translation>让下次启动知道这次是否正常退出</translation>
    </message>
    <message>
        <source>Added models</source>
        <translation>添加的模型</translation>
    </message>
    <message>
        <source>Models that you added or downloaded</source>
        <translation>你添加或下载的模型</translation>
    </message>
    <message>
        <source>The demo</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>Invented chats, kept apart from yours</source>
        <translation>虚构的聊天记录，与你的分开存放</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>其他内容</translation>
    </message>
    <message>
        <source>ChatTrove did not put it there</source>
        <translation>不是 ChatTrove 放进去的</translation>
    </message>
</context>
<context>
    <name>Questions</name>
    <message>
        <source>Ask again</source>
        <translation>再问一次</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Import chats</source>
        <translation>导入聊天记录</translation>
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
        <source>Pictures and files</source>
        <translation>图片与文件</translation>
    </message>
    <message>
        <source>Who is the same person</source>
        <translation>谁是同一个人</translation>
    </message>
    <message>
        <source>How to export from each app</source>
        <translation>各应用的导出方法</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>from:{name}</source>
        <translation>来自:{name}</translation>
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
    <name>ReaderLine</name>
    <message>
        <source>Read all {count}</source>
        <translation>全部阅读（{count}）</translation>
    </message>
    <message>
        <source>Nothing speaks for what was left out, but it can be read too.</source>
        <translation>略过的片段没有相关迹象，但也可以阅读。</translation>
    </message>
    <message>
        <source>{reader} read {done} of {total} passages and then stopped</source>
        <translation>{reader} 读了 {total} 个片段中的 {done} 个后停止</translation>
    </message>
    <message>
        <source>{reader} read {done} of {total} passages</source>
        <translation>{reader} 读了 {total} 个片段中的 {done} 个</translation>
    </message>
    <message>
        <source>{reader} reads {done} of {total}</source>
        <translation>{reader} 正在阅读 {done}/{total}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln minute(s) left</source>
        <comment>reading</comment>
        <translation>
            <numerusform>还需 %Ln 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>{seconds} s left</source>
        <translation>还需 {seconds} 秒</translation>
    </message>
    <message>
        <source>on another computer: {place}</source>
        <translation>在另一台电脑上：{place}</translation>
    </message>
    <message>
        <source>on {place}</source>
        <translation>运行于 {place}</translation>
    </message>
    <message>
        <source>{count} tokens a second</source>
        <translation>每秒 {count} 个词元</translation>
    </message>
</context>
<context>
    <name>ReaderOptions</name>
    <message>
        <source>Layers of a GGUF reader on the graphics card</source>
        <translation>GGUF 阅读模型放在显卡上的层数</translation>
    </message>
    <message>
        <source>0 computes on the processor alone. Whatever does not fit stays there too.</source>
        <translation>0 表示只用处理器计算。放不下的层也留给处理器。</translation>
    </message>
    <message>
        <source>As many as fit</source>
        <translation>能放多少放多少</translation>
    </message>
    <message>
        <source>Proxy for downloads (empty: the system&apos;s; “none”: none)</source>
        <translation>下载代理（留空：跟随系统；“none”：不用）</translation>
    </message>
    <message>
        <source>Mirror for downloads, takes the place of https and host of every address</source>
        <translation>下载镜像，替换每个地址的 https 与主机部分</translation>
    </message>
</context>
<context>
    <name>Remembering</name>
    <message>
        <source>Clear history</source>
        <translation>清空历史</translation>
    </message>
    <message>
        <source>Saved and recent questions</source>
        <translation>收藏与最近的提问</translation>
    </message>
    <message>
        <source>Del removes a question</source>
        <translation>按 Del 移除一条提问</translation>
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
            <numerusform>文件中有 %Ln 行（条）去向不明</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %Ln line(s) and record(s) of the file are accounted for</source>
        <comment>an import</comment>
        <translation>
            <numerusform>文件的全部 %Ln 行（条）均已核对，没有遗漏</numerusform>
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
            <numerusform>聊天中提到但导出里没有的文件：%Ln 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) left out when the chat was exported</source>
        <comment>media</comment>
        <translation>
            <numerusform>导出聊天时未包含的文件：%Ln 个</numerusform>
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
        <source>Not read any more, because the reader stopped. They may hold the answer or not.</source>
        <translation>阅读模型已停止，这些没有读到，可能有答案也可能没有。</translation>
    </message>
    <message>
        <source>Nearest in meaning, but the reader did not find the answer in them.</source>
        <translation>含义最接近，但没有在其中找到答案。</translation>
    </message>
</context>
<context>
    <name>RoleCard</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>运行于</translation>
    </message>
    <message>
        <source>Made of</source>
        <translation>组成</translation>
    </message>
    <message>
        <source>Speed here</source>
        <translation>本机速度</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>From</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>not tested yet</source>
        <translation>尚未自检</translation>
    </message>
    <message>
        <source>not stated</source>
        <translation>未注明</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更换</translation>
    </message>
    <message>
        <source>Not tested</source>
        <translation>未自检</translation>
    </message>
    <message>
        <source>Testing…</source>
        <translation>正在自检…</translation>
    </message>
    <message>
        <source>Self-test passed</source>
        <translation>自检通过</translation>
    </message>
    <message>
        <source>Self-test failed</source>
        <translation>自检未通过</translation>
    </message>
    <message>
        <source>Nothing is sent to a server just to test it. “Test again” sends it a made-up question.</source>
        <translation>不会仅为自检就向服务器发送内容。按“重新自检”会发送一个虚构的问题。</translation>
    </message>
    <message>
        <source>A large model is not loaded just to test it. “Test again” does.</source>
        <translation>不会仅为自检就加载大模型。按“重新自检”即可测试。</translation>
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
    <name>RowPainter</name>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>beside a name that is offered</comment>
        <translation>
            <numerusform>%Ln 条消息</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScopeChoice</name>
    <message>
        <source>In: {conversation}</source>
        <translation>范围：{conversation}</translation>
    </message>
    <message numerus="yes">
        <source>In: %Ln conversation(s)</source>
        <comment>the search is narrowed to</comment>
        <translation>
            <numerusform>范围：%Ln 个对话</numerusform>
        </translation>
    </message>
    <message>
        <source>Where to search</source>
        <translation>搜索范围</translation>
    </message>
    <message>
        <source>Where to search: {where}</source>
        <translation>搜索范围：{where}</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Search everything again</source>
        <translation>恢复搜索全部</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>The open conversation</source>
        <translation>当前对话</translation>
    </message>
    <message>
        <source>The conversations found now</source>
        <translation>本次结果中的对话</translation>
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
        <source>Saved: rename or remove</source>
        <translation>已收藏：改名或移除</translation>
    </message>
    <message>
        <source>Save this question</source>
        <translation>收藏这个提问</translation>
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
    <name>SelectionBar</name>
    <message numerus="yes">
        <source>%Ln selected</source>
        <comment>messages</comment>
        <translation>
            <numerusform>已选 %Ln 条</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} selected, no more at once</source>
        <translation>已选 {count} 条，已达上限</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Share…</source>
        <translation>分享…</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>取消选择</translation>
    </message>
</context>
<context>
    <name>SentTimeline</name>
    <message numerus="yes">
        <source>%Ln item(s)</source>
        <comment>sent in a period</comment>
        <translation>
            <numerusform>%Ln 项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Servers</name>
    <message>
        <source>Choose the file with the server&apos;s key</source>
        <translation>选择服务器密钥文件</translation>
    </message>
    <message>
        <source>{model} is connected as “{name}”. It reads from the moment you use it.</source>
        <translation>{model} 已连接，名为“{name}”。选用之后才会开始阅读。</translation>
    </message>
    <message>
        <source>It did not keep to the form of answers when it was tried: it may miss some.</source>
        <translation>试用时它没有遵守答案的格式，可能会漏掉一些答案。</translation>
    </message>
    <message>
        <source>Use it now</source>
        <translation>立即使用</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Parts of the settings</source>
        <translation>设置分类</translation>
    </message>
    <message>
        <source>General</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>Archives</source>
        <translation>存档</translation>
    </message>
    <message>
        <source>Privacy</source>
        <translation>隐私</translation>
    </message>
</context>
<context>
    <name>SharePanel</name>
    <message>
        <source>Share</source>
        <translation>分享</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln message(s)</source>
        <comment>that will be shared</comment>
        <translation>
            <numerusform>%Ln 条消息</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <comment>that will be shared</comment>
        <translation>
            <numerusform>%Ln 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>original files</source>
        <translation>原始文件</translation>
    </message>
    <message>
        <source>without place and camera</source>
        <translation>不含位置和相机信息</translation>
    </message>
    <message>
        <source>names hidden</source>
        <translation>姓名已隐藏</translation>
    </message>
    <message>
        <source>with names</source>
        <translation>含姓名</translation>
    </message>
</context>
<context>
    <name>Sharing</name>
    <message>
        <source>Saved as {name}</source>
        <translation>已保存为 {name}</translation>
    </message>
    <message>
        <source>Copied. Paste it where you want it.</source>
        <translation>已复制，可以粘贴到任何地方。</translation>
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
    <name>ShortcutSheet</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>StatusBar</name>
    <message>
        <source>Background work paused</source>
        <translation>后台工作已暂停</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause. What is done stays.</source>
        <translation>暂停。已完成的部分会保留。</translation>
    </message>
    <message>
        <source>Passages are read by {host}</source>
        <translation>片段由 {host} 阅读</translation>
    </message>
    <message>
        <source>The search index is on {host}</source>
        <translation>搜索索引在 {host} 上</translation>
    </message>
    <message>
        <source>You connected this server: it gets what you agreed to with each question.</source>
        <translation>这是你连接的服务器：每次提问时它会收到你同意发送的内容。</translation>
    </message>
    <message>
        <source>Downloading from {host}</source>
        <translation>正在从 {host} 下载</translation>
    </message>
    <message>
        <source>You asked for this download. Nothing of your chats is sent.</source>
        <translation>这是你要求的下载，不会发送任何聊天内容。</translation>
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
    <name>StoredFiles</name>
    <message>
        <source>Save a copy</source>
        <translation>另存副本</translation>
    </message>
    <message>
        <source>Saved as {name}</source>
        <translation>已保存为 {name}</translation>
    </message>
    <message>
        <source>The file is {path}</source>
        <translation>文件位置：{path}</translation>
    </message>
    <message>
        <source>This file is not in the archive: it was left out, or is gone.</source>
        <translation>存档中没有这个文件：导出时未包含，或已不存在。</translation>
    </message>
</context>
<context>
    <name>Suggesting</name>
    <message>
        <source>Enter or Tab inserts, Esc closes</source>
        <translation>Enter 或 Tab 填入，Esc 关闭</translation>
    </message>
    <message>
        <source>All {count} exact matches</source>
        <translation>全部 {count} 条精确匹配</translation>
    </message>
    <message>
        <source>Word for word</source>
        <translation>一字不差</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Press Enter to search by meaning</source>
        <translation>回车可按意思搜索</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Show the whole time again</source>
        <translation>重新显示全部时间</translation>
    </message>
    <message>
        <source>Drag over a period to search only there</source>
        <translation>拖动选择一段时间，只在其中搜索</translation>
    </message>
</context>
<context>
    <name>Trail</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Back to the answer ({keys})</source>
        <translation>回到刚才的位置（{keys}）</translation>
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
    <name>ZoomBar</name>
    <message>
        <source>{place} of {count}</source>
        <translation>第 {place} 张，共 {count} 张</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>The whole picture</source>
        <translation>适应窗口</translation>
    </message>
    <message>
        <source>Its own size</source>
        <translation>原始大小</translation>
    </message>
</context>
<context>
    <name>bubbles</name>
    <message>
        <source>Forwarded from {name}</source>
        <translation>转发自 {name}</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>Unknown sender</source>
        <translation>未知发送者</translation>
    </message>
    <message>
        <source>{count} more: see “Pictures and files”</source>
        <translation>还有 {count} 个，请到“图片与文件”中查看</translation>
    </message>
    <message>
        <source>Show {count} more pictures and files</source>
        <translation>再显示 {count} 个图片和文件</translation>
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
        <source>Too long to be shown to its end. “Copy text” copies all of it.</source>
        <translation>太长，无法全部显示。“复制文字”会复制全文。</translation>
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
    <message>
        <source>The message answered is not in the archive</source>
        <translation>原消息不在存档中</translation>
    </message>
    <message>
        <source>In reply to {name}</source>
        <translation>回复 {name}</translation>
    </message>
    <message>
        <source>Edited on {time}</source>
        <translation>编辑于 {time}</translation>
    </message>
    <message>
        <source>Edited; the export does not say when</source>
        <translation>已编辑，导出文件中没有编辑时间</translation>
    </message>
    <message>
        <source>{names} and {count} more</source>
        <translation>{names} 和另外 {count} 人</translation>
    </message>
</context>
<context>
    <name>conversation</name>
    <message>
        <source>Copy selected text</source>
        <translation>复制所选文字</translation>
    </message>
    <message>
        <source>Copy selected messages</source>
        <translation>复制所选消息</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>复制文字</translation>
    </message>
    <message>
        <source>Copy with name and time</source>
        <translation>连同姓名和时间一起复制</translation>
    </message>
    <message>
        <source>Copy link</source>
        <translation>复制链接</translation>
    </message>
    <message>
        <source>Go to the message it answers</source>
        <translation>定位到被回复的消息</translation>
    </message>
    <message>
        <source>Enlarge picture</source>
        <translation>查看大图</translation>
    </message>
    <message>
        <source>Show file in its folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>This answers the question</source>
        <translation>这是答案</translation>
    </message>
    <message>
        <source>This does not answer it</source>
        <translation>这不是答案</translation>
    </message>
    <message>
        <source>Take out of the selection</source>
        <translation>取消选择</translation>
    </message>
    <message>
        <source>Select message</source>
        <translation>选择消息</translation>
    </message>
    <message>
        <source>Share…</source>
        <translation>分享…</translation>
    </message>
</context>
<context>
    <name>gallery</name>
    <message>
        <source>GIF</source>
        <translation>动图</translation>
    </message>
</context>
<context>
    <name>models</name>
    <message>
        <source>Finds by meaning</source>
        <translation>按意思查找</translation>
    </message>
    <message>
        <source>Finds where topics begin and end</source>
        <translation>划分话题</translation>
    </message>
    <message>
        <source>Picks the messages that answer</source>
        <translation>挑出回答问题的消息</translation>
    </message>
    <message>
        <source>Reads text in pictures</source>
        <translation>识别图片中的文字</translation>
    </message>
    <message>
        <source>meaning</source>
        <translation>意思</translation>
    </message>
    <message>
        <source>topics</source>
        <translation>话题</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Turns every passage and every question into numbers, so that what means the same lies together.</source>
        <translation>把每个片段和每个问题变成数字，意思相近的就排在一起。</translation>
    </message>
    <message>
        <source>Cuts conversations into passages about one thing each, also where several things go on at once.</source>
        <translation>把对话切成片段，每段只谈一件事，几件事同时聊也能分开。</translation>
    </message>
    <message>
        <source>Reads the passages that were found and says which messages and pictures answer, and how surely.</source>
        <translation>阅读找到的片段，指出哪些消息和图片是答案、有多大把握。</translation>
    </message>
    <message>
        <source>Finds and reads words in photos and screenshots: Latin letters, Chinese and Japanese.</source>
        <translation>找出并识别照片和截图里的文字：拉丁字母、中文和日文。</translation>
    </message>
    <message>
        <source>{count} passages a second</source>
        <translation>每秒 {count} 个片段</translation>
    </message>
    <message>
        <source>{count} messages a second</source>
        <translation>每秒 {count} 条消息</translation>
    </message>
    <message>
        <source>{count} pictures a second</source>
        <translation>每秒 {count} 张图片</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>处理器 (CPU)</translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation>显卡 (CUDA)</translation>
    </message>
    <message>
        <source>checkpoint (PyTorch)</source>
        <translation>检查点 (PyTorch)</translation>
    </message>
    <message>
        <source>ONNX, sees pictures</source>
        <translation>ONNX，能看图</translation>
    </message>
    <message>
        <source>nothing on this computer</source>
        <translation>本机没有文件</translation>
    </message>
    <message>
        <source>needs about {size} of memory</source>
        <translation>约需 {size} 内存</translation>
    </message>
    <message>
        <source>Another computer: {place}</source>
        <translation>另一台电脑：{place}</translation>
    </message>
    <message>
        <source>A server on this computer: {place}</source>
        <translation>本机上的服务器：{place}</translation>
    </message>
    <message>
        <source>{size} GB free</source>
        <translation>空闲 {size} GB</translation>
    </message>
    <message>
        <source>driver {version}</source>
        <translation>驱动 {version}</translation>
    </message>
    <message>
        <source>Trained on public collections: {count}</source>
        <translation>训练所用的公开数据集：{count} 个</translation>
    </message>
    <message>
        <source>right passage among the first five: {share} %</source>
        <translation>正确片段在前五名：{share}%</translation>
    </message>
    <message>
        <source>F1 {share} %</source>
        <translation>F1 {share}%</translation>
    </message>
    <message>
        <source>Comes with ChatTrove</source>
        <translation>ChatTrove 自带</translation>
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
        <translation>条去向不明</translation>
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
    <name>results</name>
    <message>
        <source>Hide the reasons</source>
        <translation>收起依据</translation>
    </message>
    <message>
        <source>Why this?</source>
        <translation>为什么是它？</translation>
    </message>
    <message>
        <source>Open conversation</source>
        <translation>打开对话</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>This answers the question</source>
        <translation>这是答案</translation>
    </message>
    <message>
        <source>This does not answer the question</source>
        <translation>这不是答案</translation>
    </message>
    <message>
        <source>Share…</source>
        <translation>分享…</translation>
    </message>
    <message>
        <source>Show the whole message</source>
        <translation>显示完整消息</translation>
    </message>
    <message>
        <source>Show which messages were read together</source>
        <translation>查看一起阅读的消息</translation>
    </message>
    <message>
        <source>Unfold</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Fold up</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>复制答案</translation>
    </message>
    <message>
        <source>The whole result is right</source>
        <translation>整个结果正确</translation>
    </message>
    <message>
        <source>The whole result is wrong</source>
        <translation>整个结果不正确</translation>
    </message>
    <message>
        <source>Enlarge the picture</source>
        <translation>查看大图</translation>
    </message>
    <message>
        <source>This picture is right</source>
        <translation>这张图片正确</translation>
    </message>
    <message>
        <source>This picture is wrong</source>
        <translation>这张图片不正确</translation>
    </message>
    <message>
        <source>Show in conversation</source>
        <translation>在对话中查看</translation>
    </message>
    <message>
        <source>This message is right</source>
        <translation>这条消息正确</translation>
    </message>
    <message>
        <source>This message is wrong</source>
        <translation>这条消息不正确</translation>
    </message>
    <message>
        <source>Copy the message</source>
        <translation>复制消息</translation>
    </message>
    <message>
        <source>{number} %</source>
        <translation>{number}%</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>核对中…</translation>
    </message>
    <message>
        <source>Not confirmed</source>
        <translation>未确认</translation>
    </message>
    <message>
        <source>Strong match</source>
        <translation>非常吻合</translation>
    </message>
    <message>
        <source>Likely match</source>
        <translation>比较吻合</translation>
    </message>
    <message>
        <source>Possible match</source>
        <translation>可能相关</translation>
    </message>
    <message>
        <source>Found already. The reader is still checking what answers.</source>
        <translation>已经找到，正在核对哪些是答案。</translation>
    </message>
    <message>
        <source>Near to the question, but the reader found no answer in it.</source>
        <translation>与问题相近，但其中没有找到答案。</translation>
    </message>
    <message>
        <source>Score {score}. Strong from {strong}, likely from {likely}. The stronger a highlight, the surer.</source>
        <translation>得分 {score}。{strong} 以上为非常吻合，{likely} 以上为比较吻合。高亮越深，把握越大。</translation>
    </message>
    <message>
        <source>The reader has not finished checking it.</source>
        <translation>还在核对。</translation>
    </message>
    <message>
        <source>The reader found no answer in it; it is only near to the question.</source>
        <translation>其中没有找到答案，只是与问题相近。</translation>
    </message>
    <message>
        <source>Highlights, from {least} to {most} sure</source>
        <translation>高亮：把握从 {least} 到 {most}</translation>
    </message>
    <message>
        <source>Found, not checked by the reader yet</source>
        <translation>已找到，尚未核对</translation>
    </message>
    <message>
        <source>The reader is {percent} sure</source>
        <translation>把握：{percent}</translation>
    </message>
    <message>
        <source>This word of the question stands in the message.</source>
        <translation>消息中出现了问题里的这个词。</translation>
    </message>
    <message>
        <source>In the picture: {words}</source>
        <translation>图片中：{words}</translation>
    </message>
    <message>
        <source>Words of the question in the picture.</source>
        <translation>图片里有问题中的词。</translation>
    </message>
    <message>
        <source>Text in the picture: “{text}”</source>
        <translation>图片中的文字：“{text}”</translation>
    </message>
    <message>
        <source>What was read in the picture, by meaning.</source>
        <translation>图片中识别出的文字，含义相近。</translation>
    </message>
    <message>
        <source>Nothing could be read in it; it stands next to what answers.</source>
        <translation>图片中没有识别出文字，它紧邻答案。</translation>
    </message>
    <message>
        <source>Picture beside the answer</source>
        <translation>答案旁的图片</translation>
    </message>
    <message>
        <source>How near the question comes to the messages read together; 1 is the same.</source>
        <translation>问题与一起阅读的消息在含义上有多接近；1 表示相同。</translation>
    </message>
    <message>
        <source>Meaning {value}</source>
        <translation>语义 {value}</translation>
    </message>
    <message>
        <source>Reader {percent}</source>
        <translation>把握 {percent}</translation>
    </message>
    <message>
        <source>How sure the reader is that this answers.</source>
        <translation>认为这是答案的把握。</translation>
    </message>
    <message>
        <source>Read together with {count} more</source>
        <translation>与另外 {count} 条一起阅读</translation>
    </message>
    <message>
        <source>messages: {count}</source>
        <comment>chosen by the reader</comment>
        <translation>{count} 条消息</translation>
    </message>
    <message>
        <source>pictures: {count}</source>
        <comment>chosen by the reader</comment>
        <translation>{count} 张图片</translation>
    </message>
    <message>
        <source>The filters let through: {what}.</source>
        <translation>符合筛选条件的有：{what}。</translation>
    </message>
    <message>
        <source>The reader chose: {what}.</source>
        <translation>阅读模型选出：{what}。</translation>
    </message>
    <message>
        <source>It passes the filters; nothing had to be read.</source>
        <translation>符合筛选条件，无需阅读。</translation>
    </message>
    <message>
        <source>Found by its words and by its meaning.</source>
        <translation>词语和含义都相符。</translation>
    </message>
    <message>
        <source>Found by its meaning, not by the same words.</source>
        <translation>含义相符，用词不同。</translation>
    </message>
    <message>
        <source>Found by its words.</source>
        <translation>词语相符。</translation>
    </message>
    <message>
        <source>Reader: {name}</source>
        <translation>阅读模型：{name}</translation>
    </message>
    <message>
        <source>Meaning: {name}</source>
        <translation>语义模型：{name}</translation>
    </message>
</context>
<context>
    <name>sharing</name>
    <message>
        <source>Save what is shared</source>
        <translation>保存分享的内容</translation>
    </message>
    <message>
        <source>There is a file of that name already. Choose another.</source>
        <translation>已有同名文件，请换一个名称。</translation>
    </message>
    <message>
        <source>The name is too long. Choose a shorter one.</source>
        <translation>文件名太长，请换一个短一些的。</translation>
    </message>
    <message>
        <source>The disk is full; nothing was written. Make room or choose another place.</source>
        <translation>磁盘已满，未写入任何内容。请腾出空间或换一个位置。</translation>
    </message>
    <message>
        <source>You may not write there. Choose another place.</source>
        <translation>没有写入权限，请换一个位置。</translation>
    </message>
    <message>
        <source>There is no such folder. Choose another place.</source>
        <translation>文件夹不存在，请换一个位置。</translation>
    </message>
</context>
<context>
    <name>sheet</name>
    <message>
        <source>Nothing was found.</source>
        <translation>什么也没有找到。</translation>
    </message>
    <message>
        <source>Messages that have no room in this picture: {count}</source>
        <translation>此图片容纳不下的消息：{count} 条</translation>
    </message>
</context>
<context>
    <name>shortcuts</name>
    <message>
        <source>Everywhere</source>
        <translation>通用</translation>
    </message>
    <message>
        <source>Search field</source>
        <translation>搜索框</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Go to the search field</source>
        <translation>转到搜索框</translation>
    </message>
    <message>
        <source>Pictures and files</source>
        <translation>图片与文件</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>导入文件</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Larger text, smaller text</source>
        <translation>放大文字、缩小文字</translation>
    </message>
    <message>
        <source>Text of the usual size</source>
        <translation>恢复文字大小</translation>
    </message>
    <message>
        <source>Go on, go back</source>
        <translation>下一个、上一个</translation>
    </message>
    <message>
        <source>Close, or go back</source>
        <translation>关闭或返回</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Show these keys</source>
        <translation>显示快捷键</translation>
    </message>
    <message>
        <source>Search by meaning</source>
        <translation>按意思搜索</translation>
    </message>
    <message>
        <source>Past and saved questions, matches, results</source>
        <translation>历史与收藏的提问、匹配项、结果</translation>
    </message>
    <message>
        <source>Take what is offered</source>
        <translation>采用补全的内容</translation>
    </message>
    <message>
        <source>At the beginning: go to the filters</source>
        <translation>在开头时：转到筛选条件</translation>
    </message>
    <message>
        <source>Remove the filter, forget the question</source>
        <translation>移除筛选条件、移除提问</translation>
    </message>
    <message>
        <source>Save the question</source>
        <translation>收藏提问</translation>
    </message>
    <message>
        <source>Search in the open conversation</source>
        <translation>在当前对话中搜索</translation>
    </message>
    <message>
        <source>From card to card, from line to line</source>
        <translation>在卡片之间、行之间移动</translation>
    </message>
    <message>
        <source>Go into a card, leave it</source>
        <translation>进入卡片、离开卡片</translation>
    </message>
    <message>
        <source>Open, unfold or enlarge</source>
        <translation>打开、展开或放大</translation>
    </message>
    <message>
        <source>Enlarge the picture</source>
        <translation>查看大图</translation>
    </message>
    <message>
        <source>Mark as right, as wrong</source>
        <translation>标为正确、标为错误</translation>
    </message>
    <message>
        <source>Why this?</source>
        <translation>为什么是它？</translation>
    </message>
    <message>
        <source>Share the answer</source>
        <translation>分享这个答案</translation>
    </message>
    <message>
        <source>Share all results</source>
        <translation>分享全部结果</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>复制答案</translation>
    </message>
    <message>
        <source>Next and previous highlight</source>
        <translation>下一处、上一处高亮</translation>
    </message>
    <message>
        <source>The same</source>
        <translation>同上</translation>
    </message>
    <message>
        <source>From message to message</source>
        <translation>逐条移动</translation>
    </message>
    <message>
        <source>Scroll</source>
        <translation>翻页</translation>
    </message>
    <message>
        <source>First and last message</source>
        <translation>第一条、最后一条消息</translation>
    </message>
    <message>
        <source>Select messages</source>
        <translation>选择消息</translation>
    </message>
    <message>
        <source>Select all, copy</source>
        <translation>全选、复制</translation>
    </message>
    <message>
        <source>Go to what is answered, open</source>
        <translation>转到被回复的消息、打开</translation>
    </message>
    <message>
        <source>Back to where you were</source>
        <translation>回到原处</translation>
    </message>
    <message>
        <source>Go to a day</source>
        <translation>跳转到日期</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Previous and next picture</source>
        <translation>上一张、下一张</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>The whole picture, its own size</source>
        <translation>整张图片、原始大小</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>另存副本</translation>
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
        <source>Learning with other models</source>
        <translation>正在用新模型重新学习</translation>
    </message>
    <message>
        <source>Proving the models</source>
        <translation>正在检验模型</translation>
    </message>
    <message>
        <source>Copying</source>
        <translation>正在复制</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>正在下载</translation>
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
