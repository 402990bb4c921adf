"""This file is where the words that KakaoTalk itself writes are known, in Korean and English (specification 12)."""

import re
from functools import cache, lru_cache

from core.types import AttachmentKind

OWN_NAMES = ("회원님", "나", "you", "You", "YOU")
"""What stands in the place of the exporting person's name."""

_PLACEHOLDERS: dict[AttachmentKind, str] = {
    "image": r"사진(?:\s?(\d{1,3})\s?장)?|사진을 보냈습니다\.?|Photos?|(\d{1,3}) [Pp]hotos?|Photos (\d{1,3})|写真",
    "video": r"동영상|동영상을 보냈습니다\.?|Videos?|動画",
    "sticker": r"이모티콘|스티커|Emoticons?|Stickers?|スタンプ",
    "voice": r"음성\s?메[시세]지|보이스\s?메시지|Voice (?:[Mm]essage|[Nn]ote|[Mm]emo)s?|ボイスメッセージ",
}
_NAMED: dict[AttachmentKind, str] = {
    "file": r"(?:파일|File)\s?[:：]\s*(.+)",
    "contact": r"(?:연락처|카카오톡 프로필|프로필|Contact(?: [Ii]nfo)?|Profile)\s?[:：]\s*(.+)",
    "voice": r"(?:음성\s?메[시세]지|Voice [Mm]essage)\s?[:：]?\s*(\d{1,2}:\d\d)",
}
_PLACE = r"(?:지도|위치|Map|Location)\s?[:：]\s*(.+)"
_DELETED = (
    r"삭제된 메시지입니다\.?|(?:회원님이 )?삭제한 메시지입니다\.?|메시지가 삭제되었습니다\.?",
    r"(?:This )?(?:[Dd]eleted message|[Mm]essage (?:was|has been) deleted)\.?",
    r"채팅방 관리자가 메시지를 가렸습니다\.?",
    r"(?:The )?[Cc]hat ?room (?:manager|admin) (?:hid|has hidden) (?:this|the|a) message\.?",
)
_TALK = (
    r"(?:그룹 ?)?(?:보이스톡|페이스톡|그룹콜|라이브톡)|"
    r"(?:Group )?(?:Voice [Tt]alk|Voice [Cc]all|Face ?[Tt]alk|Video [Cc]all|Live ?[Tt]alk)"
)
_OUTCOME = r"해요|종료|부재중|취소|없음|거절|시작|started|ended|missed|cancell?ed|declined|no answer"
_CALLS = (
    rf"(?:{_TALK})(?:\s?(?:{_OUTCOME}))?(?:\s?[:,]?\s?\d{{1,2}}:\d\d(?::\d\d)?)?[.!]?",
    rf"(?:부재중|취소된|Missed|Cancell?ed) (?:{_TALK}|call)\.?",
)
_KOREAN_DOINGS = (
    "들어왔습니다|나갔습니다|초대했습니다|내보냈습니다|내보내졌습니다|입장했습니다|퇴장했습니다|방장이 되었습니다|"
    "해제되었습니다|(?:으로|로) 변경했습니다|메시지를 가렸습니다"
)
_NOTICES = (
    rf"[^\n]{{1,60}}?님(?:이|을|과|은|의)? ?[^\n]{{0,200}}?(?:{_KOREAN_DOINGS})\.?(?:\s?채팅방으로 초대하기)?",
    r"(?:채팅방 관리자|방장|부방장|운영자)(?:가|이|님이)? [^\n]{0,100}(?:가렸|변경했|삭제했|설정했)습니다\.?",
    r"[^\n]{0,60}운영정책을 위반한 메시지[^\n]{0,60}",
    r"[^\n]{1,60} (?:has )?(?:joined|left|entered) (?:this|the) (?:chat ?room|chat|group chat|open chat)\.?",
    r"[^\n]{1,60} (?:has )?invited [^\n]{1,200} (?:to|into) (?:this|the) (?:chat ?room|chat|group chat)\.?",
    r"[^\n]{1,60} (?:was|has been) (?:removed|kicked out) (?:from|of|by) [^\n]{1,80}",
    r"(?:The )?[Cc]hat ?room (?:manager|admin|host) [^\n]{1,80}",
)
_SHORT_NOTICE = r"[^\n]{1,60} (?:has )?(?:joined|left|entered)\.?|[^\n]{1,60} (?:has )?invited [^\n]{1,200}"
_MAY_BE_NOTICE = re.compile(r"니다|운영정책|joined|left|entered|invited|removed|kicked|hat ?room")
_ENDING = r"\.(?:jpe?g|png|gif|webp|heic|mp4|mov|avi|m4a|mp3|wav|pdf|zip)"
_FILE_NAME = re.compile(rf"[^\s/\\:*?\"<>|][^/\\:*?\"<>|\n]{{0,150}}{_ENDING}", re.I)
_HASHED = re.compile(r"[0-9a-f]{24,}\.\w{2,5}")


@cache
def _pattern(*forms: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form})" for form in forms))


def placeholder(text: str) -> list[tuple[AttachmentKind, str]]:
    """What stood where the app writes a word: (kind, name) for each thing; [] for a person's words."""
    if len(text) > 300 or "\n" in text:
        return []
    bare = text.strip("()<>[] ")
    for kind, form in _PLACEHOLDERS.items():
        if match := _pattern(form).fullmatch(bare):
            count = next((int(group) for group in match.groups() if group), 1)
            return [(kind, "")] * max(1, min(count, 100))
    for kind, form in _NAMED.items():
        if match := _pattern(form).fullmatch(text):
            return [(kind, match[1].strip())]
    return []


def emoticon_before(text: str) -> str | None:
    """The words behind "(이모티콘) ", a big emoticon with words under it; None where there is none."""
    if not text.startswith(("(이모티콘)", "(Emoticon)")):
        return None
    return text.partition(")")[2].strip() or None


def place(text: str) -> str | None:
    """What a shared place is called, None for other texts."""
    match = _pattern(_PLACE).fullmatch(text) if len(text) < 1000 else None
    return match[1] if match else None


def is_deleted(text: str) -> bool:
    return len(text) < 60 and _pattern(*_DELETED).fullmatch(text) is not None


def is_call(text: str) -> bool:
    return len(text) < 60 and _pattern(*_CALLS).fullmatch(text) is not None


@lru_cache(maxsize=256)
def is_notice(text: str, *, timed: bool = False) -> bool:
    """True for a line that the app may have written by itself; people can write such lines too.

    timed: it bears a time, as lines inside a text do not; then short words are enough ("Ann left.").
    """
    if len(text) > 400 or _MAY_BE_NOTICE.search(text) is None:
        return False
    forms = (*_NOTICES, _SHORT_NOTICE) if timed else _NOTICES
    return _pattern(*forms).fullmatch(text.strip()) is not None


def is_file_name(text: str) -> bool:
    """True for a text that is nothing but the name of a file."""
    return len(text) < 160 and _FILE_NAME.fullmatch(text) is not None


def is_hashed_name(text: str) -> bool:
    """True for the names that the app itself gives to files."""
    return len(text) < 160 and _HASHED.fullmatch(text) is not None
