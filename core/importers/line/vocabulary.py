"""This file is where the words that LINE itself writes are known, per language (format specification, section 11).

A phone puts placeholders in brackets, a computer writes the bare word; calls bear a telephone sign on a phone.
"""

import re
from functools import cache
from typing import Literal

from core.types import AttachmentKind

Meaning = AttachmentKind | Literal["album", "note", "location", "poll"]

_WORDS: dict[Meaning, str] = {
    "image": "Photo|Photos|Image|写真|画像|照片|相片|圖片|图片|รูป|รูปภาพ|ภาพ|รูปถ่าย|사진|이미지|Foto|Gambar|"
    "Imagen|Hình ảnh",
    "video": "Video|Videos|動画|影片|視訊|视频|短片|วิดีโอ|วีดีโอ|동영상|비디오|Vídeo",
    "sticker": "Sticker|Stickers|スタンプ|貼圖|贴图|表情贴图|表情贴|สติกเกอร์|스티커|Stiker|Nhãn dán",
    "voice": "Voice message|Audio message|Audio|ボイスメッセージ|音声メッセージ|音声|語音訊息|语音消息|语音信息|語音|"
    "语音|ข้อความเสียง|เสียง|음성 메시지|음성메시지|보이스 메시지|Pesan suara",
    "file": "File|Files|ファイル|檔案|文件|ไฟล์|파일|Berkas|Archivo",
    "contact": "Contact|Contact info|Contact information|連絡先|聯絡資訊|聯絡人|聯絡資料|联系人|联系信息|联系方式|名片|"
    "รายชื่อติดต่อ|รายชื่อ|ข้อมูลติดต่อ|연락처|Kontak",
    "gif": "GIF",
    "location": "Location|位置情報|位置訊息|位置資訊|位置信息|位置|ตำแหน่งที่ตั้ง|ที่ตั้ง|ตำแหน่ง|위치 정보|위치|Lokasi|"
    "Ubicación",
    "album": "Album|Albums|アルバム|相簿|相册|อัลบั้ม|อัลบัม|앨범",
    "note": "Note|Notes|ノート|記事本|记事本|โน้ต|노트|Catatan",
    "poll": "Poll|投票|โพล|โหวต|투표|Voting",
    "media": "Gift|プレゼント|禮物|礼物|ของขวัญ|선물|Flex message|LINE Pay|Music|ミュージック|音樂|音乐",
}
_CALLS = (
    "Call time|Missed call|Canceled call|Cancelled call|Call canceled|Call cancelled|No answer|Unanswered call|Busy|"
    "通話時間|通话时间|通話|不在着信|着信なし|応答なし|キャンセル|通話をキャンセルしました|未接來電|未接来电|無應答|无应答|無人接聽|"
    "已取消|取消通話|通話已取消|通话已取消|对方无应答|忙線中|忙线中|เวลาโทร|เวลาสนทนา|ไม่ได้รับสาย|สายที่ไม่ได้รับ|ไม่มีการตอบรับ|"
    "ยกเลิกการโทร|ยกเลิก|통화 시간|통화시간|부재중 전화|부재중|응답 없음|취소된 통화|취소"
)
_UNSENT = (
    "unsent a message|message unsent|message was unsent|メッセージの送信を取り消しました|送信を取り消しました|"
    "已收回訊息|收回訊息|已撤回消息|撤回了消息|收回了訊息|已收回消息|ยกเลิกข้อความ|ยกเลิกการส่งข้อความ|ได้ยกเลิกข้อความ|"
    "메시지 전송을 취소했습니다|메시지를 취소했습니다|메시지 보내기를 취소했습니다|membatalkan pengiriman pesan"
)
_NOTICES = (
    "joined the group|joined the chat|left the group|left the chat|invited|added|removed|changed the group|"
    "changed the chat|created an album|deleted an album|deleted the album|added photos|created a note|created a poll|"
    "set an announcement|announced|canceled the invitation|started a group call|group call|"
    "が参加しました|がグループに参加しました|が退出しました|がグループを退会しました|退会しました|を招待しました|を追加しました|"
    "を退会させました|変更しました|作成しました|削除しました|アナウンスしました|取り消しました|開始されました|終了しました|"
    "加入聊天|加入群組|加入了|退出群組|退出聊天|退出了|離開|邀請|已將|移出|建立了|建立相簿|刪除了|變更|設為公告|已新增|"
    "加入群聊|离开|邀请|移出群聊|创建了|更改|变更|删除了|已添加|"
    "เข้าร่วมกลุ่ม|เข้าร่วมแชท|ออกจากกลุ่ม|ออกจากแชท|เชิญ|ลบ|เปลี่ยน|สร้างอัลบั้ม|เพิ่ม|"
    "참여했습니다|나갔습니다|초대했습니다|내보냈습니다|변경했습니다|만들었습니다|삭제했습니다|추가했습니다"
)
_LENGTH = r"\d{1,3}:\d{2}(?::\d{2})?"
_LONGEST_BARE = 2
_BRACKETED = re.compile(r"[\[［]([^\[\]［］\n]{1,40})[\]］](?:[ \u3000]?(.*))?", re.S)


@cache
def _meanings() -> dict[str, Meaning]:
    return {word.casefold(): meaning for meaning, words in _WORDS.items() for word in words.split("|")}


def before_bare_word(rest: str) -> str | None:
    """What stands before a placeholder that ends a line of a computer; None where none ends it."""
    words = rest.split(" ")
    for count in range(1, min(_LONGEST_BARE, len(words) - 1) + 1):
        if " ".join(words[-count:]) in _bare_words():
            return " ".join(words[:-count])
    return None


@cache
def _bare_words() -> frozenset[str]:
    return frozenset(word for words in _WORDS.values() for word in words.split("|"))


def placeholder(text: str, bracketed: bool) -> tuple[Meaning, str] | None:
    """(what was there, what is said of it) of a text that is one of LINE's placeholders; None for a person's words."""
    if not bracketed:
        meaning = _meanings().get(text.casefold())
        return (meaning, "") if meaning else None
    match = _BRACKETED.fullmatch(text) if text[:1] in ("[", "［") else None
    meaning = _meanings().get(match[1].strip().casefold()) if match else None
    return (meaning, (match[2] or "").strip()) if match and meaning else None


@cache
def _call() -> re.Pattern[str]:
    return re.compile(rf"(?:☎\ufe0f?\s*(.*)|((?:{_CALLS})[:：]?\s*{_LENGTH}))", re.I | re.S)


def call(text: str) -> str | None:
    """What a call was like ("通話時間 0:12"); None when the text is no call."""
    match = _call().fullmatch(text) if len(text) < 80 else None
    return (match[1] or match[2] or "").strip() if match else None


@cache
def _unsent() -> re.Pattern[str]:
    return re.compile(rf"(?:{_UNSENT})[.。]?", re.I)


def is_unsent(text: str) -> bool:
    """True for a text that only says that it was taken back."""
    return len(text) < 60 and _unsent().fullmatch(text.strip()) is not None


@cache
def _notice() -> re.Pattern[str]:
    return re.compile(rf"(.{{0,60}}?) ?(?:{_UNSENT}|{_NOTICES})(?:.{{0,80}})", re.I | re.S)


def notice_by(text: str) -> str | None:
    """Whose doing a line of the app tells (what stands before its verb); None when it is no such line."""
    match = _notice().fullmatch(text) if len(text) < 160 else None
    return match[1] if match else None


_DOING = re.compile(
    r"(?:unsent a message|(?:joined|left) the (?:group|chat)|(?:added|invited|removed) .{1,60} (?:to|from) the "
    r"(?:group|chat)|changed the (?:group|chat)(?:'s)? (?:name|picture|icon|photo).{0,60}|created an album.{0,60})\.?",
    re.S,
)


def is_doing(text: str) -> bool:
    """True for what English puts behind a name to tell what its bearer did."""
    return len(text) < 140 and _DOING.fullmatch(text) is not None
