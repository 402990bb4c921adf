"""This file is where names are hidden: people become A, B, C... wherever their name or a part of it is written.

A nickname that is no part of anybody's name cannot be known and stays; so do faces and names inside pictures.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.types import Attachment, Grounds, Message, SearchResult, Span, SpanImage, SpanMessage

_HAN_NAME = re.compile("[\u4e00-\u9fff]{3,4}")
_WORD = re.compile(r"[^\W\d_]{3,}")
# WhatsApp writes a mentioned person as a telephone number.
_MENTION = re.compile(r"@\+?\d{6,}")
# Senders called so stand for the exporting person; in a text these are ordinary words.
_ORDINARY = frozenset({"you", "me", "myself", "unknown", "deleted account", "我", "你", "自己"})


class Mask:
    """One letter per person over all results, in the order in which they appear."""

    def __init__(self, results: Sequence[SearchResult]) -> None:
        names = dict.fromkeys(name for result in results for name in _names(result))
        self._labels = {name: letter(number) for number, name in enumerate(names)}
        self._keys: dict[tuple[int, str], str] = {}
        whole = {name.casefold(): label for name, label in self._labels.items() if _is_telling(name)}
        parts = {part: self._labels[name] for name in names for part in _parts(name)}
        self._whole, self._some = _pattern(whole, re.IGNORECASE), _pattern(parts, 0)
        self._of_whole, self._of_part = whole, parts

    def text(self, text: str) -> str:
        """The text with whole names (in any case) and parts of names (as written) replaced."""
        text = _MENTION.sub("@…", text)
        if self._whole:
            text = self._whole.sub(lambda found: self._of_whole.get(found[0].casefold(), "…"), text)
        return self._some.sub(lambda found: self._of_part[found[0]], text) if self._some else text

    def result(self, result: SearchResult, number: int) -> SearchResult:
        """A result without names; its conversation is called by its number."""
        people = tuple(self._labels[name] for name in result.conversation.participants)
        conversation = replace(result.conversation, title=f"#{number}", key=str(number), participants=people)
        spans = tuple(self._span(span) for span in result.spans)
        return replace(result, conversation=conversation, spans=spans, why=self.text(result.why), grounds=Grounds())

    def _span(self, span: Span) -> Span:
        owners = {each.message.id: each.message for each in span.messages}
        images = tuple(self._image(each, owners[each.attachment.message_id]) for each in span.images)
        return Span(tuple(replace(each, message=self._message(each.message)) for each in span.messages), images)

    def _image(self, image: SpanImage, owner: Message) -> SpanImage:
        place = image.key.rpartition("#")[2]
        return replace(image, attachment=self._attachment(image.attachment), key=f"{self._key(owner)}#{place}")

    def _message(self, message: Message) -> Message:
        return replace(
            message,
            key=self._key(message),
            sender=None if message.sender is None else self._labels[message.sender],
            text=self.text(message.text),
            reply_to=None,
            forwarded_from=None,
            reactions=(),
            attachments=tuple(map(self._attachment, message.attachments)),
        )

    def _attachment(self, item: Attachment) -> Attachment:
        return replace(
            item, name=self.text(item.name), caption=self.text(item.caption), ocr_text=self.text(item.ocr_text)
        )

    def _key(self, message: Message) -> str:
        """Keys can hold a person's number or be made from a name, so they are counted anew."""
        return self._keys.setdefault((message.conversation_id, message.key), f"m{len(self._keys) + 1}")


def letter(number: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    label = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        label = chr(ord("A") + rest) + label
    return label


def _names(result: SearchResult) -> Iterable[str]:
    """Everybody who writes here, then everybody else of the conversation, and those named beside messages."""
    messages: list[SpanMessage] = [each for span in result.spans for each in span.messages]
    yield from (each.message.sender for each in messages if each.message.sender)
    yield from result.conversation.participants
    yield from (each.message.forwarded_from for each in messages if each.message.forwarded_from)
    yield from (name for each in messages for reaction in each.message.reactions for name in reaction.senders)


def _parts(name: str) -> Iterable[str]:
    """First and family names: words of three letters or more; of a Chinese name what follows the family name."""
    if _HAN_NAME.fullmatch(name):
        yield name[-2:]
    words = _WORD.findall(name)
    yield from (word for word in words if word != name and word[0].isupper() and word.casefold() not in _ORDINARY)


def _is_telling(name: str) -> bool:
    """Whether the name in a text means the person: not "you", and not one letter or character."""
    return len(name.strip()) > 1 and name.casefold() not in _ORDINARY


def _pattern(names: Iterable[str], flags: int) -> re.Pattern[str] | None:
    """Longest first; a Latin name only as a whole word, so that Ann is not found in Annual."""
    longest = sorted(filter(None, names), key=len, reverse=True)
    found = "|".join(_bounded(name) for name in longest)
    return re.compile(found, flags) if found else None


def _bounded(name: str) -> str:
    start = r"(?<![^\W\u2e80-\U0003ffff])" if name[0].isalnum() and ord(name[0]) < 0x2E80 else ""
    end = r"(?![^\W\u2e80-\U0003ffff])" if name[-1].isalnum() and ord(name[-1]) < 0x2E80 else ""
    return start + re.escape(name) + end
