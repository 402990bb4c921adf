"""This file is where an MHT archive of QQ's message manager becomes its conversations, with the pictures in it.

A page with a table, then one part per picture, called by its Content-Location (format specification, section 10).
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, suppress
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from core.beginning import Beginning
from core.errors import BrokenExport
from core.export import Export
from core.file_kinds import kind_of
from core.importers.qq.manager_survey import Block, Survey, survey_of_blocks
from core.importers.qq.mht_rows import Row, rows_in
from core.importers.qq.people import person_of
from core.importers.qq.placeholders import parted
from core.importers.qq.titles import title_in_name
from core.mime_parts import Part, headers_of, opened, parts_in
from core.tally import Tally
from core.types import ExportedAttachment, ExportedConversation, ExportedMessage, Problem

_HEAD = re.compile(r"\s*(?:[\w-]+:|--)")
_OF_QQ = re.compile(r"Tencent (?:MsgMgr|IM)|<title>QQ Message</title>|消息对象 ?[:：]|日期 ?[:：] ?\d{4}-\d")
_RECALLED = "撤回了一条消息"


class Archive(NamedTuple):
    """One file. path: of the file itself, or of a copy outside its zip; pictures: by what the page calls them."""

    export: Export
    entry: str
    path: Path
    page: Part | None
    pictures: dict[str, Part]


def is_mht(beginning: Beginning) -> bool:
    """True for a web archive that says that QQ saved it, or whose page begins as QQ's do."""
    if not _HEAD.match(beginning.text):
        return False
    headers = headers_of(beginning.raw[: 1 << 16])
    is_archive = headers.get("content-type", "").strip().lower().startswith("multipart/related")
    return is_archive and _OF_QQ.search(beginning.text[: 1 << 18]) is not None


def conversations_of(export: Export, entry: str) -> Iterator[ExportedConversation]:
    """The conversations of one archive, each to be walked before the next is asked for."""
    with ExitStack() as held:
        path = export.original(entry) or held.enter_context(export.as_file(entry))
        archive = _archive(export, entry, path)
        survey = _surveyed(archive)
        tally = export.tally(entry, "row")
        for position, rows in groupby(_rows(archive), key=lambda row: row.block):
            if position in survey.copies:
                _skip(rows, tally)
                continue
            messages = _messages(rows, archive, tally)
            yield _conversation(archive, (survey, position), messages)
            for _ in messages:
                pass


def _archive(export: Export, entry: str, path: Path) -> Archive:
    page: Part | None = None
    pictures: dict[str, Part] = {}
    with suppress(BrokenExport), export.open(entry) as stream:
        for part in parts_in(stream):
            if page is None and part.media_type == "text/html":
                page = part
            elif part.location:
                pictures.setdefault(part.location.lower(), part)
    return Archive(export, entry, path, page, pictures)


def _rows(archive: Archive, *, bodies: bool = True) -> Iterator[Row]:
    if archive.page is None:
        raise BrokenExport(f"{archive.entry}: no page is in this archive. Export the chat again.")
    with opened(archive.export.open(archive.entry), archive.page) as page:
        yield from rows_in(page, bodies=bodies)


def _surveyed(archive: Archive) -> Survey:
    blocks: list[Block] = []
    with suppress(BrokenExport):
        for _, rows in groupby(_rows(archive, bodies=False), key=lambda row: row.block):
            blocks.append(_block(rows))
    return survey_of_blocks(blocks)


def _block(rows: Iterable[Row]) -> Block:
    found, digest = Block(), blake2b(digest_size=16)
    for row in rows:
        if row.role == "group":
            found.group = row.value
        elif row.role == "object":
            found.title = row.value
        elif row.role == "message":
            found.meet(person_of(row.value))
            digest.update(f"{row.value}\n{row.time}\n".encode("utf-8", "replace"))
    found.digest = digest.hexdigest()
    return found


def _conversation(
    archive: Archive, found: tuple[Survey, int], messages: Iterator[ExportedMessage | Problem]
) -> ExportedConversation:
    survey, position = found
    block = survey.blocks[position] if position < len(survey.blocks) else Block()
    title = block.title or title_in_name(archive.export, archive.entry)
    key = survey.key_of(position) if block.title else title
    return ExportedConversation("qq", key, title, messages, block.kind, block.owner, format="qq-mht")


def _skip(rows: Iterable[Row], tally: Tally) -> None:
    count = sum(1 for _ in rows)
    tally.read(count)
    tally.other("duplicate", count)


def _messages(rows: Iterable[Row], archive: Archive, tally: Tally) -> Iterator[ExportedMessage | Problem]:
    begun = False
    for row in rows:
        tally.read()
        if row.role == "message":
            begun = True
            message = _message(row, archive)
            if message.kind == "notice":
                tally.notice()
            else:
                tally.message()
            yield message
        elif row.role == "other" and begun:
            tally.problem()
            yield Problem(f"{archive.entry}: row {row.number}", f"not a message: {row.text[:80]}")
        else:
            tally.other("blank" if row.role == "blank" else "header")


def _message(row: Row, archive: Archive) -> ExportedMessage:
    person = person_of(row.value)
    text, marks = parted(row.text)
    attachments = (*(_picture(name, archive) for name in row.pictures), *marks)
    where = f"{archive.entry}: row {row.number}"
    if person.is_app or (text.endswith(_RECALLED) and "\n" not in text and len(text) < 80):
        return ExportedMessage(None, None, None, row.time, text, "notice", attachments, where=where)
    return ExportedMessage(
        None,
        person.name or None,
        None,
        row.time,
        text,
        attachments=attachments,
        sender_key=person.key,
        where=where,
    )


def _picture(name: str, archive: Archive) -> ExportedAttachment:
    part = archive.pictures.get(name.lower())
    media_type = part.media_type if part and part.media_type.startswith("image/") else None
    kind = kind_of(name, media_type)
    kind = "image" if kind == "file" else kind
    if part is None:
        return ExportedAttachment(kind, name, "missing")
    entry = archive.export.embed(f"{archive.entry}/{name}", lambda: opened(archive.path.open("rb"), part))
    return ExportedAttachment(kind, name, "found", entry, media_type)
