"""This file is where the words of Element's text export are tested, in the fourteen languages of our list."""

import time

import pytest

from core.importers.matrix.said import said_in
from core.importers.matrix.vocabulary import deletion, is_about_room, placeholder, tells_change

LEFT_OUT = """
Media omitted
Medien ausgelassen
Média ignoré
Médias ignorés
Archivo omitido
Multimedia omitido
Mídia omitida
Ficheiro omitido
File omesso
Media weglaten
Media weggelaten
Media pominięte
Медиа пропущены
Media uteslutet
Medya atlandı
省略了媒体文件
媒體省略
メディアファイルは省かれました
미디어 파일 생략됨
""".strip().splitlines()
ATTACHED = """
File Attached
Datei angehängt
Fichier joint
Archivo adjunto
Arquivo Anexado
File allegato
Bijgevoegd bestand
Plik załączony
Файл прикреплен
Fil bifogad
Dosya eklendi
已附加文件
已附加檔案
添付されたファイル
파일이 첨부됨
""".strip().splitlines()
FAILED = """
Error fetching file
Fehler beim Laden der Datei
Erreur en récupérant le fichier
Error al recuperar el archivo
Erro ao buscar arquivo
Errore nel recupero del file
Fout bij het ophalen van het bestand
Błąd przy pobieraniu pliku
Ошибка при получении файла
Fel vid hämtning av fil
获取文件出错
ファイルの取得中にエラーが発生しました
파일을 받는 중 오류
""".strip().splitlines()


@pytest.mark.parametrize("words", LEFT_OUT)
def test_a_file_that_was_left_out_is_no_text_with_or_without_a_reason(words: str) -> None:
    for said in (words, f"{words} - 5 MB > 3 MB", f"{words} – zu groß"):
        assert placeholder(said) == "left_out"
    (file,) = said_in(f"Bo: report.pdf ({words})", {"Bo"}).files
    assert (file.kind, file.name, file.status) == ("file", "report.pdf", "not_exported")


@pytest.mark.parametrize("words", ATTACHED)
def test_a_file_that_should_be_in_the_export_is_missing_until_it_is_found(words: str) -> None:
    assert placeholder(words) == "attached"
    (file,) = said_in(f"Bo: a.jpg ({words})", {"Bo"}).files
    assert (file.kind, file.name, file.status) == ("image", "a.jpg", "missing")


@pytest.mark.parametrize("words", FAILED)
def test_a_file_that_could_not_be_had_was_not_exported(words: str) -> None:
    assert placeholder(words) == "failed"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Ann Lee sent an image.", "image"),
        ("Ann Lee sent a sticker.", "sticker"),
        ("Ann Lee hat einen Sticker gesendet.", "sticker"),
        ("Ann Lee a envoyé une image.", "image"),
        ("Ann Lee envió una pegatina.", "sticker"),
        ("Ann Lee enviou uma figurinha.", "sticker"),
        ("Ann Lee ha inviato un adesivo.", "sticker"),
        ("Ann Lee heeft een afbeelding gestuurd.", "image"),
        ("Ann Lee wysłała naklejkę.", "sticker"),
        ("Ann Lee отправила наклейку.", "sticker"),
        ("Ann Lee skickade en dekal.", "sticker"),
        ("Ann Lee发送了一张贴纸。", "sticker"),
        ("Ann Lee が画像を送りました。", "image"),
        ("Ann Lee 님이 스티커를 보냈습니다.", "sticker"),
    ],
)
@pytest.mark.parametrize("is_known", [True, False])
def test_a_picture_is_told_in_a_sentence_whether_or_not_its_sender_speaks_elsewhere(
    line: str, kind: str, is_known: bool
) -> None:
    said = said_in(f"{line} (Media omitted)", {"Ann Lee"} if is_known else set())
    assert (said.sender, said.text, [file.kind for file in said.files]) == ("Ann Lee", "", [kind])


@pytest.mark.parametrize(
    "line",
    [
        "Bo: slika.png (Medij izostavljen)",
        "Bo: see you at 5 (if it rains)",
        "Bo: sorry (I omitted the file)",
        "Bo: Poruka obrisana",
        "Bo: Message deleted by accident",
        "Bo: who deleted the message?",
    ],
)
def test_words_that_are_not_ours_stay_the_text_of_who_says_them(line: str) -> None:
    said = said_in(line, {"Bo"})
    assert (said.sender, said.text, said.kind, said.files) == ("Bo", line[4:], "message", ())


@pytest.mark.parametrize(
    ("words", "by"),
    [
        ("Message deleted", ""),
        ("Message deleted by Ann", "Ann"),
        ("Nachricht gelöscht von Ann", "Ann"),
        ("Message supprimé", ""),
        ("Mensaje eliminado", ""),
        ("Mensagem apagada por Ann", "Ann"),
        ("Messaggio eliminato", ""),
        ("Bericht verwijderd", ""),
        ("Wiadomość usunięta", ""),
        ("Сообщение удалено", ""),
        ("Meddelande raderat", ""),
        ("Mesaj silindi", ""),
        ("消息已删除", ""),
        ("訊息已刪除", ""),
        ("メッセージが削除されました", ""),
        ("메시지 삭제됨", ""),
    ],
)
def test_a_deleted_message_has_a_sender_and_no_text(words: str, by: str) -> None:
    assert deletion(words) == by
    said = said_in(f"Bo: {words}", {"Bo", "Ann"})
    assert (said.sender, said.text, said.deleted) == ("Bo", "", True)


@pytest.mark.parametrize(
    "line",
    [
        "Ann banned Bo: spam",
        "Ann hat Bo entfernt: Werbung",
        "Ann a banni Bo: pub",
        "Ann expulsó a Bo: spam",
        "Ann removeu Bo Lee: spam",
        "Ann ha rimosso Bo: spam",
        "Ann heeft Bo verbannen: spam",
        "Ann usunęła Bo Lee: spam",
        "Ann исключила Bo: спам",
        "Ann Lee 移除了 Bo: 广告",
        "Ann が Bo を追放しました: スパム",
        "Ann hat das Thema geändert in „Essen: wo?“.",
        "Ann je promijenila temu u «Hrana: gdje?».",
    ],
)
def test_a_sentence_with_a_colon_is_nobody_s_message(line: str) -> None:
    said = said_in(line, {"Ann", "Bo"})
    assert (said.sender, said.text, said.kind) == (None, line, "notice")


@pytest.mark.parametrize("name", ["Ann", "Ann Lee", "Bo van der Berg", "小明", "José María López", 'Bo "the boat" Lee'])
def test_a_name_is_no_sentence(name: str) -> None:
    assert not tells_change(name)
    assert said_in(f"{name}: I left the room", set()).sender == name


@pytest.mark.parametrize(
    "line",
    [
        "Ann joined the room",
        "Ann hat den Raum betreten",
        "Ann a rejoint le salon",
        "Ann se unió a la sala",
        "Ann entrou na sala",
        "Ann è entrata nella stanza",
        "Ann dołączyła do pokoju",
        "Ann вошла в комнату",
        "Ann gick med i rummet",
        "Ann odaya katıldı",
        "Ann 加入了房间",
        "Ann 已加入聊天室",
        "Ann がルームに参加しました",
        "Ann 님이 방에 참가했습니다",
        "Ann changed the room name to Boats.",
    ],
)
def test_who_comes_to_a_room_tells_element(line: str) -> None:
    assert is_about_room(line)
    assert not is_about_room(line.replace("Ann", "").strip()[:4])


@pytest.mark.parametrize("piece", ["a ", "room ", "joined ", "メディア", "(", '"', "Ann sent ", "名"])
def test_no_line_takes_long(piece: str) -> None:
    line = (piece * 50_000)[:50_000]
    began = time.process_time()
    for text in (line, f"{line}: x", f"Bo: {line}", f"{line} (Media omitted)", f"x ({line[:99]})"):
        said_in(text, {"Ann"})
        is_about_room(text)
    assert time.process_time() - began < 1
