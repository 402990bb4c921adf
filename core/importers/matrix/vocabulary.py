"""This file is where the words are known that Element puts into its text export in the place of what it leaves out.

Also how it tells of rooms and of those who are banned. The list is our own, written by hand: short facts of English,
German, French, Spanish, Portuguese, Italian, Dutch, Polish, Russian, Swedish, Turkish, Chinese, Japanese and Korean,
no sentences. In another language nothing is lost: what would be a placeholder stays as text.
"""

import re
from functools import cache
from typing import Literal

from core.word_patterns import any_of

Placeholder = Literal["left_out", "attached", "failed"]

_LONGEST = 2000
_PLACEHOLDERS: dict[Placeholder, str] = {
    "left_out": (
        r"media omitted|medien (?:ausgelassen|weggelassen)|médias? ignorée?s?|(?:archivo|multimedia) omitid[oa]|"
        r"(?:mídia|multimédia|ficheiro) omitid[oa]|(?:file|media) omess[oi]|media weg(?:ge)?laten|media pominięte|"
        r"(?:медиа|файлы?) пропущен[аоы]?|media (?:uteslutet|utelämnat|utelämnade)|medya (?:atlandı|çıkarıldı)|"
        r"省略了?媒[体體](?:文件|檔案)?|媒[体體](?:文件|檔案)?已?省略|.{0,20}メディア.{0,6}省.{0,6}|미디어.{0,4}(?:생략|제외).{0,4}"
    ),
    "attached": (
        r"file attached|datei angehängt|fichier (?:joint|attaché)|archivo adjunt(?:o|ado)|(?:arquivo|ficheiro) anexado|"
        r"file allegato|bijgevoegd bestand|bestand bijgevoegd|plik załączony|załączono plik|файл прикреплён|"
        r"файл прикреплен|bifogad fil|fil bifogad|dosya eklendi|ekli dosya|"
        r"已?附加了?(?:文件|檔案)|(?:文件|檔案)已附加|添付.{0,4}ファイル|ファイル.{0,2}添付.{0,8}|첨부.{0,3}파일|파일.{0,3}첨부.{0,4}"
    ),
    "failed": (
        r"error (?:fetching|loading|getting) (?:the )?file|fehler beim laden .{0,8}datei|erreur .{1,30}fichier|"
        r"error al .{1,20}archivo|erro ao .{1,20}(?:arquivo|ficheiro)|errore .{1,30}file|fout bij .{1,25}bestand|"
        r"fout bij bestand .{1,15}|(?:wystąpił )?błąd .{1,25}pliku|ошибка .{1,25}файла|fel vid .{1,20}fil|"
        r"dosya .{1,15}hata.{0,10}|"
        r"(?:获取|取得|下载|下載)(?:文件|檔案).{0,3}(?:出错|错误|錯誤|失败|失敗)|ファイル.{1,10}エラー.{0,10}|파일.{1,10}오류.{0,8}"
    ),
}
_DELETED = (
    r"message deleted|nachricht gelöscht|message supprimé|mensaje (?:eliminado|borrado)|"
    r"mensagem (?:apagada|eliminada|excluída|removida)|messaggio (?:eliminato|rimosso|cancellato)|bericht verwijderd|"
    r"wiadomość usunięta|сообщение удалено|meddelande(?:t)? (?:raderat|borttaget)|mesaj silindi|"
    r"(?:消息|訊息|讯息)已?被?(?:删除|刪除)|メッセージ.{0,3}削除.{0,8}|메[시세]지.{0,3}삭제.{0,4}"
)
_STICKER = (
    r"stickers?|autocollant|pegatina|calcomanía|figurinha|autocolante|adesivo|naklejkę|стикер|наклейку|dekal|klistermärke|"
    r"çıkartma|贴纸|貼紙|貼圖|贴图|ステッカー|スタンプ|스티커"
)
_SENT = (
    r"sent|hat|a envoyé|envió|ha enviado|enviou|ha inviato|heeft|stuurde|wysłał\w?|wysłał\(a\)|отправил\w?|"
    r"отправил\(а\)|skickade|发送|發送|发了|傳送|送出|さん|が|님이|님"
)
_ROOM = (
    r"room|Raum|Raumnamen|Raumbild|salon|sala|stanza|kamer|pokój|pokoju|комнат\w+|rummet|rummets|odaya|odadan|odanın|"
    r"房间|房間|聊天室|ルーム|部屋|방에|방을|방의"
)
_CHANGED = (
    r"changed|geändert|changé|modifié|cambió|cambiado|mudou|alterou|cambiato|modificato|gewijzigd|veranderd|"
    r"zmienił\w?|изменил\w?|ändrade|bytte|değiştirdi|更改|修改|变更|變更|変更|변경|바꿨"
)
_MOVED = (
    r"joined|left|betreten|beigetreten|verlassen|rejoint|quitté|unió|salió|entrou|saiu|entrat\w|uscit\w|lasciato|"
    r"toegetreden|verlaten|dołączył\w?|opuścił\w?|вошёл|вошел|вошла|присоединил\w+|покинул\w?|gick med|lämnade|"
    r"katıldı|ayrıldı|加入|离开|離開|退出|参加|참가|참여|입장|들어|나갔|떠났"
)
_PUT_OUT = (
    r"banned|unbanned|removed|kicked|withdrew|rejected|verbannt|entfernt|zurückgezogen|abgelehnt|banni|débanni|"
    r"retiré|expulsé|révoqué|rejeté|vetó|expulsó|eliminó|retiró|rechazó|baniu|desbaniu|removeu|expulsou|recusou|"
    r"bandito|rimosso|espulso|revocato|rifiutato|verbannen|verwijderd|ingetrokken|geweigerd|zbanował\w?|usunął|"
    r"usunęła|wycofał\w?|odrzucił\w?|заблокировал\w?|разблокировал\w?|удалил\w?|исключил\w?|отозвал\w?|отклонил\w?|"
    r"bannade|bannlyste|tog bort|drog tillbaka|avböjde|yasakladı|çıkardı|kaldırdı|reddetti|"
    r"封禁|解封|移除|撤回|撤销|撤銷|拒绝|拒絕|踢出|追放|ブロック|取り消|拒否|추방|차단|제거|취소|거절"
)


def placeholder(text: str) -> Placeholder | None:
    """What the words in brackets behind a file say of it: that it was left out (also with a reason), is in the export,
    or could not be had. None for other words."""
    if len(text) > 100:
        return None
    return next((kind for kind in _PLACEHOLDERS if _placeholder(kind).fullmatch(text)), None)


def deletion(text: str) -> str | None:
    """Who deleted a message, in words that stand in its place: "" where they do not say it, None for other words."""
    match = _deleted().fullmatch(text) if len(text) < 300 else None
    return (match["who"] or "").strip() if match else None


def sender_of_sticker_or_image(text: str) -> tuple[str, bool] | None:
    """("Ann", True) of "Ann sent a sticker."; None where no word parts the name from the rest."""
    match = _sent().match(text)
    return (match["name"].strip(), is_sticker(text[match.end("name") :])) if match else None


def is_sticker(text: str) -> bool:
    return _sticker().search(text) is not None


def is_about_room(text: str) -> bool:
    """True for a sentence of somebody who came, left or changed something of a room."""
    return len(text) <= _LONGEST and _about_room().match(text) is not None


def tells_change(name: str) -> bool:
    """True when what stands before a colon is no name but a sentence: "Ann banned Bo" (: spam)."""
    opened = "„" if "„" in name else "“"
    pairs = (("«", "»"), ("「", "」"), (opened, "“" if opened == "„" else "”"))
    is_cut = name.count('"') % 2 == 1 or any(name.count(first) > name.count(last) for first, last in pairs)
    return is_cut or _change().search(name, 1) is not None


@cache
def _placeholder(kind: Placeholder) -> re.Pattern[str]:
    return re.compile(rf"(?:{_PLACEHOLDERS[kind]})\.?(?: ?[-–—] ?.{{1,70}})?", re.I)


@cache
def _deleted() -> re.Pattern[str]:
    by = r"(?: (?:by|von|par|por|da|door|przez|av|пользователем) (?P<who>.+))?"
    return re.compile(rf"(?:{_DELETED})\.?{by}", re.I | re.S)


@cache
def _sticker() -> re.Pattern[str]:
    return re.compile(any_of(_STICKER), re.I)


@cache
def _sent() -> re.Pattern[str]:
    return re.compile(rf"(?P<name>\S.{{0,200}}?)\s?{any_of(_SENT)}")


@cache
def _about_room() -> re.Pattern[str]:
    act, room = any_of(f"{_MOVED}|{_CHANGED}"), any_of(_ROOM)
    return re.compile(rf"\S.*?(?:{act}.{{0,20}}{room}|{room}.{{0,20}}{act})")


@cache
def _change() -> re.Pattern[str]:
    return re.compile(any_of(f"{_PUT_OUT}|{_CHANGED}|{_MOVED}"))
