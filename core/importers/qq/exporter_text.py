"""This file is where the plain text of QQ chat exporter is read: blocks of name, time, content, files and reply.

    name:
    时间: 2024-05-01 12:33:05
    内容: text, over as many lines as it has
    资源: 1 个文件
      - image: a.jpg
    提及: name
    回复: 05-01 12:30 name - the answered text

Nothing is escaped: a block begins where a line that ends in a colon stands above a line of time (format
specification, section 10).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from core.beginning import Beginning
from core.export import Export
from core.importers.qq.exporter_media import Places, named_attachment
from core.importers.qq.fields import display_name, wall_time
from core.importers.qq.placeholders import parted
from core.importers.qq.titles import title_in_name
from core.tally import Tally
from core.text_lines import numbered_lines
from core.types import ConversationKind, ExportedAttachment, ExportedConversation, ExportedMessage, Problem

_BANNER = re.compile(r"\[QQ ?Chat ?Exporter\b.*\]|\s*QQ聊天记录导出文件\s*", re.I)
_TIME = re.compile(r"时间: ?(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\s*")
_FACT = re.compile(r"(聊天名称|聊天类型|参与人数|导出时间|消息总数|时间范围): ?(.*)")
_RULE = re.compile(r"={20,}\s*")
_FOOTER = re.compile(r"总计导出 \d+ 条消息\s*")
_NUMBER = re.compile(r"\[\d+\]\s*")
_RESOURCES = re.compile(r"资源: ?(\d{1,6}) 个文件\s*")
_RESOURCE = re.compile(r"  - (\w+): ?(.*)")
_TITLED = re.compile(r"\[[^\[\]]{1,30}\] (?=.)")
_REPLY = re.compile(r"回复: ?(?:\d\d-\d\d \d\d:\d\d ?)?(.*)", re.S)
_SAID_BELOW = "(?:image|video|audio|file|、)+消息"
_EMPTY = re.compile(rf"\[(?:系统消息|无文本内容|回复消息|转发消息|JSON消息|位置消息|{_SAID_BELOW})\]")
_KINDS: dict[str, ConversationKind] = {"群聊": "group", "私聊": "private", "临时会话": "private"}


@dataclass
class _Block:
    """The lines of one message. number: of its first line; body: without those of name and time."""

    number: int
    name: str
    time: str
    body: list[str] = field(default_factory=list)


def is_exporter_text(beginning: Beginning) -> bool:
    """True for a text with the exporter's banner."""
    return any(_BANNER.fullmatch(line) for line in beginning.lines[:8])


def conversation_of(export: Export, entry: str, beginning: Beginning) -> ExportedConversation:
    """The one chat of such a text."""
    found = (_FACT.fullmatch(line) for line in beginning.lines[:30])
    facts = {match[1]: match[2] for match in found if match}
    stated = facts.get("聊天名称", "").strip()
    title = stated if stated and stated != "未知聊天" else title_in_name(export, entry)
    kind: ConversationKind = _KINDS.get(facts.get("聊天类型", "").strip(), "unknown")
    tally = export.tally(entry, "line")
    messages = _messages(numbered_lines(export, entry, tally), Places(export, export.folder(entry)), (entry, tally))
    return ExportedConversation("qq", title, title, messages, kind, format="qq-exporter-txt")


def _messages(
    lines: Iterable[tuple[int, str]], places: Places, place: tuple[str, Tally]
) -> Iterator[ExportedMessage | Problem]:
    entry, tally = place
    block: _Block | None = None
    for number, line, after in _with_next(lines):
        opens = line.endswith(":") and _TIME.fullmatch(after)
        if opens or (block is not None and _RULE.fullmatch(line) and after.strip() == "导出完成"):
            if block is not None:
                yield _closed(block, places, place)
            block = _Block(number, line[:-1], opens[1]) if opens else None
            if not opens:
                tally.other("footer")
        elif block is not None and number > block.number + 1:
            block.body.append(line)
        elif block is not None:
            pass  # the line of time, which was looked at with the name above it
        elif not line.strip():
            tally.other("blank")
        elif _is_frame(line):
            tally.other("header")
        else:
            tally.problem()
            yield Problem(f"{entry}:{number}", "this line belongs to no message")
    if block is not None:
        yield _closed(block, places, place)


def _is_frame(line: str) -> bool:
    forms = (_BANNER, _FACT, _RULE, _FOOTER, _NUMBER)
    return line.startswith("[本软件") or line.strip() == "导出完成" or any(form.fullmatch(line) for form in forms)


def _closed(block: _Block, places: Places, place: tuple[str, Tally]) -> ExportedMessage:
    """The message of a block; blank lines and the number of the next one are at its end."""
    entry, tally = place
    blank = 0
    while block.body and (not block.body[-1].strip() or _NUMBER.fullmatch(block.body[-1])):
        block.body.pop()
        blank += 1
    tally.other("blank", blank)
    tally.continuation(len(block.body) + 1)
    message = _message(block, places, f"{entry}:{block.number}")
    if message.kind == "notice":
        tally.notice()
    else:
        tally.message()
    return message


def _message(block: _Block, places: Places, where: str) -> ExportedMessage:
    lines = list(block.body)
    if lines and lines[0].startswith("类型: "):
        lines.pop(0)
    quoted = _reply_in(lines)
    if lines and lines[-1].startswith("提及: "):
        lines.pop()
    named = _resources_in(lines, places)
    text, marks = parted(_EMPTY.sub("", "\n".join(lines).removeprefix("内容:").strip()))
    name = display_name(_TITLED.sub("", block.name, count=1))
    return ExportedMessage(
        None,
        name,
        None,
        wall_time(block.time),
        "\n".join(part for part in (quoted, text) if part),
        "message" if name else "notice",
        named or marks,
        where=where,
    )


def _reply_in(lines: list[str]) -> str:
    """Takes the reply, which may have many lines, off the end; "" where there is none."""
    for place in range(len(lines) - 1, max(-1, len(lines) - 200), -1):
        match = _REPLY.fullmatch("\n".join(lines[place:])) if lines[place].startswith("回复: ") else None
        if match and " - " in lines[place]:
            del lines[place:]
            name, _, said = match[1].partition(" - ")
            quote = f"{name}: {said}" if name else said
            return "\n".join(f"> {line}" for line in quote.split("\n"))
    return ""


def _resources_in(lines: list[str], places: Places) -> tuple[ExportedAttachment, ...]:
    """Takes the list of files off the end."""
    count = 0
    while count < len(lines) and _RESOURCE.fullmatch(lines[-1 - count]):
        count += 1
    head = _RESOURCES.fullmatch(lines[-1 - count]) if count and count < len(lines) else None
    if head is None or int(head[1]) != count:
        return ()
    found = [match for line in lines[-count:] if (match := _RESOURCE.fullmatch(line))]
    del lines[-1 - count :]
    return tuple(named_attachment(match[1], match[2].strip(), places) for match in found)


def _with_next(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    waiting: tuple[int, str] | None = None
    for number, line in lines:
        if waiting is not None:
            yield *waiting, line
        waiting = (number, line)
    if waiting is not None:
        yield *waiting, ""
