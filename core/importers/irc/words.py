"""This file is where the words are known in which clients tell of people who come and go, in fourteen languages.

The list is our own, written by hand: stems of verbs and nouns, no sentences, of English, German, French, Spanish,
Portuguese, Italian, Dutch, Polish, Russian, Swedish, Turkish, Chinese, Japanese and Korean. core.importers.irc.events
says in which shapes they tell an event; a language that is not here loses nothing, its events read as actions.
"""

from functools import cache

from core.word_patterns import any_of

_STEMS = {
    "now": (
        "now|jetzt|nun|maintenant|désormais|ahora|agora|ora|adesso|nu|teraz|теперь|сейчас|artık|şimdi|现在|現在|今|이제"
    ),
    "named": (
        r"known as|bekannt|heißt|nennt sich|connue?|s'appelle|conocid\w|se llama|conhecid\w|se chama|conosciut\w|"
        r"si chiama|bekend|heet|znan\w+|nazywa się|известен|известна|зовут|känd|heter|olarak biliniyor\w*|"
        "名为|名為|称|稱|叫|呼ば|알려|불립니다"
    ),
    "renamed": (
        r"changed nick|changes nick|changed nickname|changes nickname|nick geändert|nickname geändert|changé de pseudo|"
        r"cambiado de apodo|cambiado su nick|mudou de nick|mudou de apelido|cambiato nick|cambiato soprannome|"
        r"zmienił\w? nick|сменил\w? ник|bytt nick|改名为|改名為|改昵称|更改昵称|ニックネームを|대화명을|닉네임을"
    ),
    "mode": (r"modes?|modus|modi|kanalmodus|modos?|modalità|tryby?|режимы?|läge|lägen|kip|kipi|模式|モード|모드"),
    "rank": (
        r"operator status|voice to|voice from|operatorstatus|operatorrechte?|sprechrecht|statut d'opérateur|la parole|"
        r"estado de operador|la voz|status de operador|a voz|stato di operatore|la voce|operator-status|spraakrecht|"
        r"status operatora|prawa operatora|prawo głosu|статус оператора|права оператора|право голоса|operatörsstatus|"
        r"rösträtt|operatörlük|ses hakkı|操作员|操作員|管理员权限|发言权|發言權|オペレータ|発言権|운영자|발언권"
    ),
    "give": (
        r"gives|gave|removes|removed|takes|gibt|nimmt|entzieht|donne|retire|da|quita|dá|retira|dà|toglie|geeft|"
        r"ontneemt|daje|nadaje|odbiera|даёт|дает|забирает|снимает|ger|tar|verdi|aldı|"
        "给|給|授予|移除|取消|与え|取り|부여|회수"
    ),
    "topic": (
        r"topic|thema|sujet|tema|tópico|assunto|argomento|onderwerp|temat|тема|тему|ämnet?|konu|konusu|konuyu|"
        "主题|主題|话题|話題|トピック|토픽|주제"
    ),
    "set": (
        r"set|sets|changed|changes|setzt|gesetzt|ändert|geändert|défini|changé|change|cambiado|cambió|cambia|mudou|"
        r"alterou|definiu|cambiato|impostato|wijzigt|gewijzigd|zmienił\w?|ustawił\w?|изменил\w?|меняет|установил\w?|"
        r"ändrade|ändrat|satte|değiştirdi|设置|設置|更改|修改|设为|設定|変更|변경|설정"
    ),
    "moved": (
        r"joined|joins|left|parted|parts|betritt|betreten|beigetreten|verlässt|verlassen|rejoint|entrée?|quitté|quitte|"
        r"entrado|unido|salido|abandonado|entrou|saiu|deixou|entrat\w|uscit\w|lasciato|abbandonato|betreden|toegetreden|"
        r"verlaten|verlaat|dołączył\w?|wszedł|weszła|opuścił\w?|вошёл|вошел|вошла|входит|заходит|зашёл|зашел|зашла|"
        r"присоединил\w+|покинул\w?|покидает|вышел|вышла|выходит|anslutit|gått med|lämnat|lämnar|katıldı|girdi|"
        "ayrıldı|çıktı|加入|进入|進入|离开|離開|退出|参加|入室|退室|들어왔|입장|나갔|퇴장"
    ),
    "quit": (
        r"has quit|quits|has left|disconnected|getrennt|hat verlassen|a quitté|déconnectée?|ha salido|desconectad\w|"
        r"se desconectó|saiu|desconectou|è uscit\w|disconness\w|heeft verlaten|verbroken|wyszedł|wyszła|"
        r"rozłączył\w? się|вышел|вышла|покинул\w?|отключил\w+|har lämnat|kopplat från|frånkopplad|"
        "ayrıldı|çıktı|bağlantısı kesildi|退出|离开|離開|断开|斷開|断线|斷線|退室|切断|나갔|퇴장|종료"
    ),
    "kicked": (
        r"has kicked|was kicked|been kicked|kicked by|kicked from|gekickt|hinausgeworfen|rausgeworfen|expulsée?|"
        r"éjectée?|expulsad\w|expulsó|expulsou|espuls\w|cacciat\w|eruit gezet|geschopt|wyrzucił\w?|wyrzucony|"
        r"wykopał\w?|выгнал\w?|выгнан\w?|кикнул\w?|sparkat|sparkats|sparkad|attı|atıldı|atıldınız|"
        "踢出|踢了|蹴|キック|추방|강퇴|강제 퇴장"
    ),
    "invited": (
        r"invited|invites|eingeladen|invitée?|invitad\w|invitó|convidad\w|convidou|invitat\w|uitgenodigd|zaprosił\w?|"
        r"zaproszon\w|пригласил\w?|приглашает|приглашен\w?|приглашён|приглашены|inbjuden|bjudit in|davet|"
        "邀请|邀請|招待|초대"
    ),
    "you": (
        r"you|sie|dich|du|vous|te|ti|has sido|ha sido|fue|você|foi|foste|hai|sei stato|sei stata|je|jou|u|cię|ciebie|"
        r"вас|вы|тебя|dig|sizi|seni|你|您|あなた|당신"
    ),
    "channel": (r"channel|kanal|canal|canale|kanaal|kanał|канал|kanalen|kanalı|频道|頻道|チャンネル|채널"),
    "again": (r"rejoined|rejoining|attempting to rejoin"),
    "talk": (
        r"talking|sprechen|sprichst|chatten|parlez|discutez|hablando|conversando|falando|parlando|parli|praat|praten|"
        r"rozmawiasz|говорите|общаетесь|pratar|talar|konuşuyorsunuz|交谈|交談|聊天|对话|對話|会話|대화"
    ),
    "connection": (
        r"disconnected|connected|connecting|reconnecting|looking up|getrennt|verbunden|verbinde|verbindung|"
        r"déconnectée?|connectée?|connexion|desconectado|conectado|conectando|desligado|ligado|a ligar|disconnesso|"
        r"connesso|connessione|verbroken|verbonden|verbinden|rozłączono|połączono|łączenie|отключено|отключен|"
        r"подключено|соединение|подключение|frånkopplad|ansluten|ansluter|bağlandı|bağlanıyor|bağlantı|"
        "已断开|断开|斷開|已连接|正在连接|连接|連線|接続|切断|연결"
    ),
}


@cache
def stems(kind: str) -> str:
    """A regular expression that finds a word of that kind in casefolded text."""
    return any_of(_STEMS[kind].casefold())
