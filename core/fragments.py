"""This file is where a conversation is cut into fragments, and where a fragment becomes the one text every model sees.

Notices ("Ana added Bo") never decide where a topic ends: the segmenter does not see them, and each one then joins the
fragment of its nearer neighbour in time. Long runs of notices, and conversations of nothing else, become fragments of
their own. So every message is in exactly one fragment.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import PurePosixPath

from core.protocols import Segmenter
from core.types import Attachment, Message

MESSAGE_CHARACTERS = 2_000
IMAGE_CHARACTERS = 600
SPEAKER_CHARACTERS = 60
_NOTICE_RUN = 8
_NOTICE_FRAGMENT = 40

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff0-\ufffb\\s]+")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_NAME_PART = re.compile(r"[^\W\d_]+|\d+")
_MACHINE_NAME = re.compile(r"^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9]{6,}$|^[0-9a-f]{8,}$", re.I)
_MADE_UP = (
    "img image images photo photos pic picture vid video videos mov dsc dscn dscf dji gopr pano burst pxl mvimg wa aud "
    "audio ptt stk sticker stickers doc document file files media mmexport whatsapp signal telegram wechat wx qq line "
    "kakaotalk received fb snapchat unnamed untitled download attachment thumb at am pm jpg jpeg png gif webp heic mp "
    "opus copy new tmp cache 微信图片 微信截图 图片 照片 图像 圖片 相片 视频 影片 文件 下载"
)
_DEVICE_WORDS = frozenset(_MADE_UP.split())


def cut(messages: Sequence[Message], segmenter: Segmenter) -> list[list[int]]:
    """Positions in `messages` (which is in the conversation's order), clustered into fragments.

    Every position is in exactly one cluster; clusters ascend and are ordered by their first position.
    Raises ValueError when the segmenter's clusters are not a partition.
    """
    spoken = [at for at, message in enumerate(messages) if message.kind != "notice"]
    found = segmenter.clusters([messages[at] for at in spoken]) if spoken else []
    if sorted(at for cluster in found for at in cluster) != list(range(len(spoken))):
        raise ValueError(f"{segmenter.name}: the clusters do not hold every message exactly once")
    clusters = [[spoken[at] for at in cluster] for cluster in found if cluster]
    home = {at: number for number, cluster in enumerate(clusters) for at in cluster}
    for run in _notice_runs(messages):
        near = _nearest(messages, run, spoken) if len(run) <= _NOTICE_RUN else None
        if near is None:
            clusters += [run[at : at + _NOTICE_FRAGMENT] for at in range(0, len(run), _NOTICE_FRAGMENT)]
        else:
            clusters[home[near]] += run
    return sorted((sorted(cluster) for cluster in clusters), key=lambda cluster: cluster[0])


def render(messages: Sequence[Message]) -> str:
    """The fragment as text: one line "Speaker: text" per message, pictures as "[image: what is known of it]".

    Each message is bounded; control and direction marks, line breaks inside a message and lone surrogates are gone.
    Messages without any words of their own leave no line.
    """
    lines = ((message, utterance_text(message)) for message in messages)
    return "\n".join(f"{_speaker(message)}{text}" for message, text in lines if text)


def parts(messages: Sequence[Message]) -> list[str | Attachment]:
    """The fragment for who sees pictures: `render`'s text, cut after the words about each picture, the picture there.

    The strings joined are the rendered text, and no two of them follow each other.
    """
    found: list[str | Attachment] = []
    text = ""
    for message in messages:
        before = ("\n" if found or text else "") + _speaker(message)
        for words, picture in _said(message):
            text, before = f"{text}{before}{words}", " "
            if picture is not None:
                found += [text, picture]
                text = ""
    return [*found, text] if text else found


def images_of(messages: Sequence[Message]) -> list[Attachment]:
    """The fragment's pictures; an image id of an Answer is the place in this list (FFR paper: counted over the whole
    fragment, in order, from 0)."""
    return [attachment for message in messages for attachment in message.attachments if attachment.is_image]


def utterance_text(message: Message) -> str:
    """What one message says, on one line: its text and its attachments in marked form; may be empty."""
    return " ".join(words for words, _ in _said(message))


def image_text(attachment: Attachment) -> str:
    """What is known of an attachment in words: caption, file name where it means something, text read in it."""
    caption = clean(attachment.caption, IMAGE_CHARACTERS // 2)
    parts = [caption, name_words(attachment.name), clean(attachment.ocr_text, IMAGE_CHARACTERS)]
    return " | ".join(dict.fromkeys(part for part in parts if part))[:IMAGE_CHARACTERS]


def name_words(name: str) -> str:
    """A file name's words, empty for names that cameras and apps make up (IMG-20250101-WA0001.jpg, UUIDs, hashes)."""
    stem = PurePosixPath(clean(name, 200).replace("\\", "/")).stem
    chunks = re.split(r"[\W_]+", stem)
    parts = [part for chunk in chunks if not _MACHINE_NAME.match(chunk) for part in _NAME_PART.findall(chunk)]
    telling = [part for part in parts if _is_word(part)]
    return " ".join(part for part in parts if part.isdigit() or _is_word(part)) if telling else ""


def clean(text: str | None, limit: int) -> str:
    """One bounded line that any tokenizer takes: no control or direction marks, no lone surrogates."""
    if not text:
        return ""
    # Cut first, with room for what goes away: a 1 MB line must not be walked to its end.
    head = _UNSEEN.sub(" ", text[: limit * 2]).strip()
    return _LONE_SURROGATE.sub("\ufffd", head if len(head) <= limit else head[: limit - 1] + "…")


def _speaker(message: Message) -> str:
    return f"{clean(message.sender, SPEAKER_CHARACTERS)}: " if message.sender else ""


def _said(message: Message) -> Iterator[tuple[str, Attachment | None]]:
    """What a message says piece by piece, each with the picture that it stands for; a picture always has words."""
    text = clean(message.text, MESSAGE_CHARACTERS)
    if text:
        yield text, None
    for attachment in message.attachments:
        known = _attachment_text(attachment)
        if known:
            yield known, attachment if attachment.is_image else None


def _attachment_text(attachment: Attachment) -> str:
    known = image_text(attachment)
    if known:
        return f"[{attachment.kind}: {known}]"
    return "" if attachment.kind == "media" else f"[{attachment.kind}]"


def _is_word(part: str) -> bool:
    enough = len(part) > 2 or (len(part) > 0 and ord(part[0]) > 0x2E80)
    return enough and not part.isdigit() and part.casefold() not in _DEVICE_WORDS


def _notice_runs(messages: Sequence[Message]) -> Iterator[list[int]]:
    for is_notice, run in groupby(range(len(messages)), lambda at: messages[at].kind == "notice"):
        if is_notice:
            yield list(run)


def _nearest(messages: Sequence[Message], run: list[int], spoken: list[int]) -> int | None:
    """The spoken message before or after the run, the nearer in time; the one before where times are lacking."""
    place = bisect_left(spoken, run[0])
    before = spoken[place - 1] if place else None
    after = spoken[place] if place < len(spoken) else None
    if before is None or after is None:
        return after if before is None else before
    instants = [messages[at].sent_at for at in (before, run[0], run[-1], after)]
    first, start, end, last = instants
    if first is None or start is None or end is None or last is None:
        return before
    return after if last - end < start - first else before
