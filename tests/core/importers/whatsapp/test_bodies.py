"""This file is where what stands behind a header is tested: authors, media, notices, calls, places, polls, edits."""

import pytest

from tests.core.importers.whatsapp.chats import messages, one, problems, read_all, read_text, zipped

ANDROID = "18/03/2022, 14:56 - "
IOS = "[18/03/2022, 14:56:01] "
L, R = "\u200e", "\u200f"


def test_names_lose_marks_and_keep_their_spaces_as_plain_ones(tmp_path):
    assert one(tmp_path, f"{ANDROID}\u202a+49\u00a01512\u00a03456789\u202c: hi").sender == "+49 1512 3456789"
    assert one(tmp_path, f"{ANDROID}~\u202fZoë 🌻: hi").sender == "~ Zoë 🌻"
    assert one(tmp_path, f"{ANDROID}{R}דנה: שלום: לך").sender == "דנה"


def test_the_body_keeps_its_own_marks_and_colons(tmp_path):
    assert one(tmp_path, f"{ANDROID}Ann: @\u2068Bob\u2069 a: b\n  c\n\nd").text == "@\u2068Bob\u2069 a: b\n  c\n\nd"
    assert one(tmp_path, f"{ANDROID}Ann:no space").text == "no space"
    assert one(tmp_path, f"{ANDROID}Ann: *bold* ~s~ =1+1 <b>x</b>").text == "*bold* ~s~ =1+1 <b>x</b>"


ANDROID_MEDIA = {
    "IMG-20220318-WA0002.jpg (file attached)": "image",
    "\u200eVID-20220318-WA0002.mp4 (Datei angehängt)": "video",
    "PTT-20220318-WA0002.opus (archivo adjunto)": "voice",
    "AUD-20220318-WA0002.mp3 (archivo adjuntado)": "audio",
    "STK-20220318-WA0002.webp (fichier joint)": "sticker",
    "DOC-20220318-WA0002.pdf (файл добавлен)": "file",
    "Plan (2).docx (arquivo anexado)": "file",
    "Ann.vcf (dosya ekli)": "contact",
    "IMG-20220318-WA0003.jpg (添付ファイル有り)": "image",
    "IMG-20220318-WA0003.jpg (파일 첨부됨)": "image",
    "IMG-20220318-WA0003.jpg (文件附件)": "image",
    "IMG-20220318-WA0003.jpg (קובץ מצורף)": "image",
    "IMG-20220318-WA0003.jpg (الملف مرفق)": "image",
    "فایل پیوست شد IMG-20220318-WA0003.jpg": "image",
    "IMG-20220318-WA0003.jpg இணைக்கப்பட்டது": "image",
    "IMG-20220318-WA0003.jpg (words nobody knows yet)": "image",
}


@pytest.mark.parametrize(("body", "kind"), ANDROID_MEDIA.items())
def test_android_names_an_attached_file(body, kind, tmp_path):
    message = one(tmp_path, f"{ANDROID}Ann: {body}")
    (attachment,) = message.attachments
    assert (attachment.kind, attachment.status, message.text) == (kind, "missing", "")
    assert attachment.name in body


IOS_MEDIA = {
    "<attached: 00000035-PHOTO-2022-03-18-21-41-55.jpg>": "image",
    "<Anhang: 00000035-VIDEO-2022-03-18-21-41-55.mp4>": "video",
    "<adjunto: 00000035-AUDIO-2022-03-18-21-41-55.opus>": "voice",
    "< pièce jointe : 00000035-STICKER-2022-03-18-21-41-55.webp >": "sticker",
    "<附件：00000035-GIF-2022-03-18-21-41-55.mp4>": "gif",
    "<00000035-PHOTO-2022-03-18-21-41-55.jpg eklendi>": "image",
    "< 첨부됨: 00000035-PHOTO-2022-03-18-21-41-55.jpg>": "image",
    "<прикреплено: 00000035-Ann.vcf>": "contact",
    "<מצורף: 00000035-PHOTO-2022-03-18-21-41-55.jpg>": "image",
    "<المُرفق: 00000035-PHOTO-2022-03-18-21-41-55.jpg>": "image",
    "<nobody knows: 00000035-PHOTO-2022-03-18-21-41-55.jpg>": "image",
}


@pytest.mark.parametrize(("body", "kind"), IOS_MEDIA.items())
def test_ios_names_an_attached_file(body, kind, tmp_path):
    message = one(tmp_path, f"{L}{IOS}Ann: {L}{body}")
    assert [(item.kind, item.status) for item in message.attachments] == [(kind, "missing")]
    assert message.text == ""
    assert message.kind == ("contact" if kind == "contact" else "message")


def test_older_ios_puts_the_name_before_the_brackets(tmp_path):
    (attachment,) = one(tmp_path, f"{IOS}Ann: Plan.pdf <{L}attached>").attachments
    assert (attachment.name, attachment.kind) == ("Plan.pdf", "file")


OMITTED = {
    "<Media omitted>": "media",
    "<Medien ausgeschlossen>": "media",
    "<Multimedia omitido>": "media",
    "< Média vynechána >": "media",
    "<省略多媒体文件>": "media",
    "<メディアは含まれていません>": "media",
    "<تم استبعاد الوسائط>": "media",
    "<מדיה הושמטה>": "media",
    f"{L}image omitted": "image",
    f"{L}Video weggelassen": "video",
    f"{L}audio omitido": "audio",
    f"{L}sticker omis": "sticker",
    f"{L}GIF отсутствует": "gif",
    f"{L}Kişi kartı dahil edilmedi": "contact",
    f"{R}התמונה הושמטה": "image",
    f"{R}لم يتم إدراج الصورة": "image",
    f"{L}照片已忽略": "image",
    f"{L}画像は含まれていません": "image",
    f"{L}이미지 생략됨": "image",
    "image omitted": "image",
    f"{L}vídeo omitido": "video",
    "null": "media",
    "": "media",
}


@pytest.mark.parametrize(("body", "kind"), OMITTED.items())
def test_a_placeholder_is_an_attachment_that_was_not_exported(body, kind, tmp_path):
    message = one(tmp_path, f"{IOS}Ann: {body}")
    assert [(item.kind, item.status, item.entry) for item in message.attachments] == [(kind, "not_exported", None)]
    assert (message.text, message.sender) == ("", "Ann")


def test_the_mark_before_an_entry_means_media_in_any_language(tmp_path):
    message = one(tmp_path, f"{L}{IOS}Ann: {L}zzz zzzzz")
    assert [(item.kind, item.status) for item in message.attachments] == [("media", "not_exported")]


def test_a_left_out_document_keeps_its_name(tmp_path):
    for body in (f"Plan B.docx {L}document omitted", f"Plan B.docx • {L}2 pages {L}Dokument weggelassen"):
        (attachment,) = one(tmp_path, f"{L}{IOS}Ann: {body}").attachments
        assert (attachment.kind, attachment.name, attachment.status) == ("file", "Plan B.docx", "not_exported")


def test_text_is_the_same_with_and_without_the_media(tmp_path):
    pairs = [
        (
            f"{ANDROID}Ann: <Media omitted>\nAt the sea",
            f"{ANDROID}Ann: IMG-20220318-WA0001.jpg (file attached)\nAt the sea",
        ),
        (
            f"{L}{IOS}Ann: At the sea {L}image omitted",
            f"{L}{IOS}Ann: At the sea {L}<attached: 00000012-PHOTO-2022-03-18-14-56-01.jpg>",
        ),
        (f"{L}{IOS}Ann: {L}image omitted", f"{L}{IOS}Ann: {L}<attached: 00000012-PHOTO-2022-03-18-14-56-01.jpg>"),
        (
            f"{L}{IOS}Ann: Plan.pdf • {L}2 pages {L}document omitted",
            f"{L}{IOS}Ann: Plan.pdf • {L}2 pages {L}<attached: 00000012-Plan.pdf>",
        ),
        (
            f"{L}{IOS}Ann: two\nlines {L}image omitted",
            f"{L}{IOS}Ann: two\nlines {L}<attached: 00000012-PHOTO-2022-03-18-14-56-01.jpg>",
        ),
    ]
    for without, having in pairs:
        first, second = one(tmp_path, without), one(tmp_path, having)
        assert (first.text, first.sender, first.local_time) == (second.text, second.sender, second.local_time)
        assert first.attachments
        assert second.attachments
        assert first.text in ("At the sea", "", "two\nlines")


@pytest.mark.parametrize(
    "text", ["see <this: way>", "a <b>", "ok (really)", "a.b (c)", "the image omitted nothing", "<3", "x <not a file.>"]
)
def test_peoples_brackets_stay_text(text, tmp_path):
    message = one(tmp_path, f"{IOS}Ann: {text}")
    assert (message.text, message.attachments) == (text, ())


DELETED = [
    "This message was deleted",
    f"{L}You deleted this message.",
    "Diese Nachricht wurde gelöscht.",
    "Eliminaste este mensaje",
    "Ce message a été supprimé",
    "Mensagem apagada",
    "Bu mesaj silindi",
    "Данное сообщение удалено",
    f"{R}הודעה זו נמחקה.",
    f"{R}تم حذف هذه الرسالة.",
    "此訊息已刪除。",
    "このメッセージは削除されました。",
    "이 메시지는 삭제되었습니다.",
    f"{L}This message was deleted by admin Bob.",
]


@pytest.mark.parametrize("body", DELETED)
def test_a_deleted_message_stays_as_deleted_without_text(body, tmp_path):
    message = one(tmp_path, f"{IOS}Ann: {body}")
    assert (message.deleted, message.text, message.sender, message.kind) == (True, "", "Ann", "message")


CALLS = [
    "Missed voice call",
    f"{L}Missed video call, {L}Tap to call back",
    f"{L}Voice call, {L}5 min",
    f"{L}Videoanruf. {L}2 Min.",
    "Verpasster Sprachanruf",
    "Llamada de voz perdida",
    "Appel vidéo manqué",
    "Cevapsız sesli arama",
    "Пропущенный аудиозвонок",
    "未接语音通话",
    "不在着信",
    f"{L}音声通話、{L}2分",
    "부재중 전화",
    "مكالمة صوتية فائتة",
    "שיחה קולית שלא נענתה",
]


@pytest.mark.parametrize("body", CALLS)
def test_a_call_is_a_call_of_its_author(body, tmp_path):
    message = one(tmp_path, f"{IOS}Ann: {body}")
    assert (message.kind, message.sender) == ("call", "Ann")
    assert L not in message.text


def test_talk_about_calls_is_no_call(tmp_path):
    for body in ("Video call later?", "Missed call me maybe", "Voice call, please"):
        assert one(tmp_path, f"{IOS}Ann: {body}").kind == "message"


def test_places_polls_contacts_and_edits(tmp_path):
    place = one(tmp_path, f"{ANDROID}Ann: location: https://maps.google.com/?q=52.5,13.4")
    assert (place.kind, place.text) == ("location", "https://maps.google.com/?q=52.5,13.4")
    place = one(tmp_path, f"{IOS}Ann: Café (Street 1): https://foursquare.com/v/abc")
    assert (place.kind, place.text) == ("location", "Café (Street 1): https://foursquare.com/v/abc")
    place = one(tmp_path, f"{ANDROID}老王: 位置：https://maps.google.com/?q=1,2\n我在这里")
    assert (place.kind, place.text) == ("location", "https://maps.google.com/?q=1,2\n我在这里")
    place = one(tmp_path, f"{ANDROID}Ann: Café\nStreet 1\nhttps://foursquare.com/v/abc")
    assert (place.kind, place.text) == ("location", "Café\nStreet 1\nhttps://foursquare.com/v/abc")
    assert one(tmp_path, f"{ANDROID}Ann: live location shared").kind == "location"
    poll = one(tmp_path, f"{IOS}Ann: {L}POLL:\nWhere?\n{L}OPTION: Sea ({L}2 votes)\n{L}OPTION: Lake ({L}0 votes)")
    assert (poll.kind, poll.text) == ("poll", "Where?\nSea (2 votes)\nLake (0 votes)")
    assert one(tmp_path, f"{ANDROID}Ann: ENCUESTA:\n¿Dónde?\nOPCIÓN: Mar (1 voto)").text == "¿Dónde?\nMar (1 voto)"
    edited = one(tmp_path, f"{IOS}Ann: so be it {L}<This message was edited>")
    assert (edited.text, edited.edited) == ("so be it", True)
    edited = one(tmp_path, f"{IOS}Ann: so\nbe it {L}<unbekannte Worte hier>")
    assert (edited.text, edited.edited) == ("so\nbe it", True)
    assert one(tmp_path, f"{ANDROID}Ann: 好的 <这条消息已被编辑>").edited


NOTICES = [
    "Messages and calls are end-to-end encrypted. Only people in this chat can read them: *Learn more*",
    'Ann changed the subject from "a: b" to "c: d"',
    "Ann created group “A: B”",
    "Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Tippe hier: mehr",
    "Ann hat die Gruppe „A: B“ erstellt",
    "Los mensajes y las llamadas están cifrados de extremo a extremo. Nadie: nadie",
    "Les messages sont chiffrés de bout en bout. Appuyez ici : plus",
    "As mensagens são protegidas com a criptografia de ponta a ponta. Toque: aqui",
    "Mesajlar uçtan uca şifrelidir: kimse okuyamaz",
    "Сообщения защищены сквозным шифрованием: подробнее",
    "الرسائل والمكالمات مشفرة تمامًا بين الطرفين: اضغط لمعرفة المزيد",
    "ההודעות והשיחות מוצפנות מקצה לקצה: לחצו לפרטים",
    "消息和通话都进行端到端加密。点击了解: 更多",
    "メッセージはエンドツーエンドで暗号化されています: 詳細",
    "메시지와 통화는 종단간 암호화됩니다: 자세히",
    "Ann left",
    "+49 1512 3456789 was added",
    "zzz zzzzz in a language nobody knows",
]


@pytest.mark.parametrize("notice", NOTICES)
def test_a_line_without_author_is_a_notice_even_with_a_colon_in_it(notice, tmp_path):
    message = one(tmp_path, ANDROID + notice)
    assert (message.kind, message.sender, message.text) == ("notice", None, notice)


IOS_NOTICES = {
    "en": f"{L}Messages and calls are end-to-end encrypted.",
    "de": f"{L}Bob hat die Gruppe „X“ erstellt",
    "he": f"{R}ההודעות והשיחות מוצפנות מקצה לקצה.",
    "ar": f"{R}الرسائل والمكالمات مشفرة تمامًا بين الطرفين.",
    "unknown": f"{L}zzz zzzzz",
}


@pytest.mark.parametrize("body", IOS_NOTICES.values(), ids=IOS_NOTICES)
def test_ios_notices_that_bear_a_name_are_nobodys_words(body, tmp_path):
    message = one(tmp_path, f"{IOS}Family: {body}")
    assert (message.kind, message.sender, message.text) == ("notice", None, body[1:])


def test_a_mark_on_every_line_says_nothing(tmp_path):
    lines = [f"{L}[{day}/03/2022, 14:56:01] Ann: {L}hello {day}" for day in range(10, 30)]
    lines.append(f"{L}[30/03/2022, 14:56:01] Ann: {L}<attached: 00000035-PHOTO-2022-03-30-21-41-55.jpg>")
    _, items = read_text(tmp_path, "\n".join(lines))
    assert {(m.sender, m.kind) for m in messages(items)} == {("Ann", "message")}
    assert [len(m.attachments) for m in messages(items)] == [0] * 20 + [1]


def test_a_chat_of_app_phrases_only_does_not_make_their_marks_worthless(tmp_path):
    lines = [f"{L}{IOS}Ann: {L}image omitted"] * 30 + [f"{IOS}Ann: {L}zzz zzzzz", f"{IOS}Bob: ok", f"{IOS}Bob: yes"]
    _, items = read_text(tmp_path, "\n".join(lines))
    assert [m.kind for m in messages(items)[-3:]] == ["notice", "message", "message"]


def test_byte_order_marks_before_lines_do_not_hide_the_apps_marks(tmp_path):
    message = one(tmp_path, f"\ufeff{L}{IOS}Ann: {L}zzz zzzzz")
    assert [item.status for item in message.attachments] == ["not_exported"]


def test_the_same_file_may_be_named_twice_and_orphans_are_counted_once(tmp_path):
    chat = (
        f"{ANDROID}Ann: IMG-20220318-WA0001.jpg (file attached)\n{ANDROID}Bob: img-20220318-wa0001.JPG (file attached)"
    )
    entries = {
        "WhatsApp Chat with Bob.txt": chat.encode(),
        "IMG-20220318-WA0001.jpg": b"x",
        "b.jpg": b"y",
        "c.jpg": b"z",
    }
    ((_, items),) = read_all(zipped(tmp_path / "a.zip", entries))
    assert [m.attachments[0].entry for m in messages(items)] == ["IMG-20220318-WA0001.jpg"] * 2
    assert [p.reason.split(",")[0] for p in problems(items)] == ["2 files are referenced by no message"]


def test_what_the_app_marks_in_front_is_a_file_only_where_its_words_are_not_known(tmp_path):
    poll = f"{L}{IOS}Ann: {L}POLL:\nWhere to?\n{L}OPTION: Alps (2 votes)\n{L}OPTION: Sea (0 votes)\n"
    _, items = read_text(
        tmp_path, poll + f"{L}{IOS}Ann: {L}Voice call, {L}5 min\n" + f"{IOS}Bob: hi\n" * 9, "_chat.txt"
    )
    first, second = messages(items)[:2]
    assert (first.kind, first.text, first.attachments) == ("poll", "Where to?\nAlps (2 votes)\nSea (0 votes)", ())
    assert (second.kind, second.text) == ("call", "Voice call, 5 min")


@pytest.mark.parametrize(
    "notice",
    [
        "消息和通话已进行端到端加密。对话之外的任何人，甚至包括 WhatsApp 都无法读取或收听。",
        "메시지와 통화는 종단간 암호화되어 대화 참여자가 아닌 사람은 읽거나 들을 수 없습니다.",
        "Wiadomości i połączenia są w pełni szyfrowane. Nikt spoza tego czatu nie może ich odczytać ani odsłuchać.",
    ],
)
def test_a_notice_at_the_top_that_lost_its_mark_is_no_word_of_the_other_one(notice, tmp_path):
    talk = "".join(f"[{day}/03/2022, 14:56:01] {name}: hi\n" for day in range(19, 29) for name in ("Bob", "Ann"))
    _, items = read_text(tmp_path, f"{IOS}Bob: {notice}\n{talk}")
    assert [item.kind for item in messages(items)[:2]] == ["notice", "message"]
