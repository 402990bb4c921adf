"""This file is where a small exact Session lives in memory: the same calls, no models, any size of conversation."""

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from app.answers import Answers
from app.session.sharing import Sharing
from app.settings import Settings, load_settings, save_settings
from core.errors import BrokenExport, ReadingStopped
from core.picture_text import PictureReading
from core.protocols import ReadOptions, Report
from core.query import ParsedQuery, understand
from core.types import (
    Ambiguity,
    Attachment,
    Candidate,
    Conversation,
    ConversationReport,
    Evidence,
    FileReport,
    Fragment,
    Grounds,
    ImportReport,
    Judgement,
    MediaCount,
    Message,
    MessageKind,
    PastQuestion,
    Person,
    Place,
    Problem,
    Progress,
    Query,
    ReaderWork,
    Reading,
    Repair,
    SearchResult,
    Span,
    SpanImage,
    SpanMessage,
    WaitingImport,
)
from tests.app.gui.fake_gallery import FakeGalleries
from tests.app.gui.fake_models import FakeModels
from tests.app.gui.fake_questions import FakeQuestions

WORDS = "the harbour was quiet this morning 今天港口很安静 and then nobody came until noon"
START = datetime(2025, 2, 2, 10, 0, tzinfo=UTC)


@dataclass
class FakeArchive:
    """What all FakeSessions of a test share. pace: seconds between two reports; gate: held reads wait for it."""

    folder: Path
    conversations: dict[int, Conversation] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    ids: dict[int, list[int]] = field(default_factory=dict)
    media: dict[str, Path] = field(default_factory=dict)
    pending: int = 0
    pace: float = 0.0
    steps: int = 5
    gate: threading.Event = field(default_factory=threading.Event)
    judged: dict[tuple[str, Place], Judgement] = field(default_factory=dict)
    error: Exception | None = None
    asked: list[str] = field(default_factory=list)
    looked_for: list[str] = field(default_factory=list)
    reads: int | None = None
    gone: str = ""
    device: str = ""
    servers: dict[str, str] = field(default_factory=dict)
    orders_of_servers: list[object] = field(default_factory=list)
    reader: str = ""
    to_do: str = ""
    notes: list[str] = field(default_factory=list)
    remembered: dict[str, PastQuestion] = field(default_factory=dict)
    orders: list[str | None] = field(default_factory=list)
    opened: int = 0
    added: list[str] = field(default_factory=list)
    in_use: str = ""
    fetched: list[str] = field(default_factory=list)
    failing: list[str] = field(default_factory=list)
    cards: list[Any] = field(default_factory=list)
    left: int = 0
    queue: dict[int, WaitingImport] = field(default_factory=dict)
    queued: int = 0

    def __post_init__(self) -> None:
        self.gate.set()

    def add(self, title: str, source: str, lines: Sequence[tuple[str | None, str]], **more: object) -> int:
        """A conversation with one message every seven minutes; a sender of None makes a notice."""
        number = len(self.conversations) + 1
        ids = []
        for place, (sender, text) in enumerate(lines):
            ids.append(self._add_message(number, sender, text, START + timedelta(minutes=7 * place)))
        self.ids[number] = ids
        people = tuple(dict.fromkeys(sender for sender, _ in lines if sender))
        times = [self.messages[each].sent_at for each in ids]
        notices = sum(1 for sender, _ in lines if sender is None)
        self.conversations[number] = Conversation(
            number, source, title, title, "group", len(ids) - notices, notices, times[0], times[-1], people
        )
        return number

    def change(self, message_id: int, **values: object) -> None:
        self.messages[message_id] = replace(self.messages[message_id], **values)  # type: ignore[arg-type]

    def add_picture(self, message_id: int, name: str, size: tuple[int, int] = (640, 480)) -> str:
        """Draws a picture and hangs it on a message; returns its SHA-256."""
        picture = Image.new("RGB", size, (200, 210, 205))
        draw = ImageDraw.Draw(picture)
        for at in range(0, size[0], 40):
            draw.line([(at, 0), (size[0] - at, size[1])], fill=(20 + at % 200, 120, 110), width=6)
        draw.text((20, 20), name, fill=(30, 30, 30))
        path = self.folder / name
        picture.save(path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        self.media[digest] = path
        there = self.messages[message_id].attachments
        made = Attachment(
            10_000 + message_id * 10 + len(there), message_id, "image", name, "found", digest, "image/png",
            path.stat().st_size, *size,
        )  # fmt: skip
        self.change(message_id, attachments=(*there, made))
        return digest

    def _add_message(self, conversation: int, sender: str | None, text: str, when: datetime) -> int:
        number = len(self.messages) + 1
        local = when.replace(tzinfo=None).isoformat()
        kind: MessageKind = "message" if sender else "notice"
        who = None if sender is None else sum(map(ord, sender))
        self.messages[number] = Message(
            number, conversation, f"k{number}", who, sender, round(when.timestamp() * 1000), local, kind, text
        )
        return number


class FakeSession(FakeQuestions, FakeGalleries, FakeModels):
    def __init__(self, archive: FakeArchive, directory: Path | None = None) -> None:
        self._archive = archive
        self._thread = threading.get_ident()
        self.directory = directory or archive.folder / "archive"
        archive.opened += 1

    def close(self) -> None:
        self._own()

    @property
    def settings(self) -> Settings:
        return load_settings()

    def save_settings(self, settings: Settings) -> None:
        save_settings(settings)

    def together(self, paths: Sequence[Path]) -> list[list[Path]]:
        self._own()
        return [[path] for path in paths]

    def import_exports(
        self,
        paths: Sequence[Path],
        *,
        report: Report,
        options: ReadOptions | None = None,
        importer: str | None = None,
        copy_media: bool = True,
    ) -> ImportReport:
        """Names decide: "broken..." is refused, "dates..." asks unless an order is given."""
        self._own()
        order = options.date_order if options else None
        self._archive.orders.append(order)
        total = ImportReport()
        for path in paths:
            if path.name.startswith("broken"):
                raise BrokenExport(f"{path.name}: the zip is damaged. Export the chat again.")
            for step in range(self._archive.steps + 1):
                report(Progress("read", step * 1000, self._archive.steps * 1000))
                time.sleep(self._archive.pace)
            total.files.append(self._read(path, asks=path.name.startswith("dates") and order is None))
        total.new = sum(each.messages for file in total.files for each in file.conversations if not file.ambiguous)
        return total

    def index(self, report: Report) -> int:
        self._own()
        for step in range(self._archive.steps + 1):
            report(Progress("embed", step * 20, self._archive.steps * 20))
            time.sleep(self._archive.pace)
        self._archive.pending = 0
        return self._archive.steps * 20

    def read_pictures(self, report: Report) -> PictureReading:
        """Every picture shows its own name."""
        self._own()
        waiting = [number for number, each in self._archive.messages.items() if each.attachments]
        waiting = [number for number in waiting if not self._archive.messages[number].attachments[0].ocr_text]
        done = PictureReading()
        for place, number in enumerate(waiting):
            report(Progress("pictures", place, len(waiting)))
            self._archive.gate.wait(5)
            time.sleep(self._archive.pace)
            first, *others = self._archive.messages[number].attachments
            told = replace(first, ocr_text=f"written: {first.name}")
            self._archive.change(number, attachments=(told, *others))
            done.read, done.with_text = done.read + 1, done.with_text + 1
        report(Progress("pictures", len(waiting), len(waiting)))
        return done

    def queue_import(self, paths: Sequence[Path], answers: Answers) -> int:
        self._archive.queued += 1
        self._archive.queue[self._archive.queued] = WaitingImport(
            self._archive.queued, tuple(paths), answers.plain(), 0
        )
        return self._archive.queued

    def queued_imports(self) -> list[WaitingImport]:
        return list(self._archive.queue.values())

    def unqueue_import(self, number: int) -> None:
        self._archive.queue.pop(number, None)

    def pending(self) -> int:
        return self._archive.pending

    def parse(self, text: str) -> ParsedQuery:
        return understand(text, now=datetime(2026, 1, 15, 12, 0, tzinfo=UTC), zone=UTC)

    def find(self, query: Query, limit: int = 20) -> list[Candidate]:
        """One candidate per message with a word of the query: the three messages on both sides of it."""
        self._own()
        self._archive.asked.append(query.text)
        if self._archive.error is not None:
            raise self._archive.error
        found = []
        for number, ids in self._archive.ids.items():
            if query.conversations and number not in query.conversations:
                continue
            if query.chats and not any(part in self._archive.conversations[number].title for part in query.chats):
                continue
            hits = [place for place, each in enumerate(ids) if self._holds(each, query)]
            if hits:
                near = ids[max(0, hits[0] - 3) : hits[-1] + 4][:40]
                matched = frozenset(ids[place] for place in hits)
                found.append(Candidate(Fragment(number, number, tuple(near)), 1.0, frozenset({"words"}), 0.6, matched))
        return found[:limit]

    def preview(self, query: Query, candidates: Sequence[Candidate]) -> list[SearchResult]:
        return [self._result(each, None) for each in candidates]

    def read(
        self,
        query: Query,
        candidates: Sequence[Candidate],
        report: Report,
        *,
        reader: str = "",
        everything: bool = False,
    ) -> Iterator[Reading]:
        """One candidate after the other, as far as `archive.reads`; `archive.gone` is what the reader then fails with,
        without it the rest is spared."""
        self._own()
        total, work = len(candidates), ReaderWork(self._archive.device, notes=tuple(self._archive.notes))
        far = total if everything or self._archive.reads is None else self._archive.reads
        for place in range(min(far, total)):
            report(Progress("reading", place, total))
            self._archive.gate.wait(5)
            done = [self._result(each, 0.95 - 0.25 * number) for number, each in enumerate(candidates[: place + 1])]
            results = (*done, *self.preview(query, candidates[place + 1 :]))
            yield Reading(results, "fake reader", place + 1, total, work=work)
            time.sleep(self._archive.pace)
        report(Progress("reading", total, total))
        if far < total:
            done = [self._result(each, 0.95 - 0.25 * number) for number, each in enumerate(candidates[:far])]
            trouble = ReadingStopped(self._archive.gone) if self._archive.gone else None
            rest = [replace(each, maybe=True) for each in self.preview(query, candidates[far:])] if trouble else []
            spared = 0 if trouble else total - far
            yield Reading((*done, *rest), "fake reader", far, total, spared, work, trouble)

    def conversations(self) -> list[Conversation]:
        self._own()
        return list(self._archive.conversations.values())

    def conversation(self, conversation_id: int) -> Conversation:
        return self._archive.conversations[conversation_id]

    def people(self) -> list[Person]:
        return []

    def message_ids(self, conversation_id: int) -> NDArray[np.int64]:
        return np.array(self._archive.ids[conversation_id], np.int64)

    def messages(self, ids: Sequence[int]) -> list[Message]:
        self._own()
        return [self._archive.messages[each] for each in ids]

    def message_with_key(self, conversation_id: int, key: str) -> int | None:
        self._own()
        number = int(key[1:]) if key[1:].isdecimal() else 0
        known = number in self._archive.messages and self._archive.messages[number].conversation_id == conversation_id
        return number if known else None

    def activity(self, conversation_id: int | None = None) -> list[tuple[date, int]]:
        self._own()
        wanted = [conversation_id] if conversation_id else list(self._archive.ids)
        counts = Counter(_day(self._archive.messages[each]) for number in wanted for each in self._archive.ids[number])
        return sorted(counts.items())

    def first_message_on(self, conversation_id: int, day: date) -> int | None:
        self._own()
        ids = self._archive.ids[conversation_id]
        return next((each for each in ids if _day(self._archive.messages[each]) >= day), None)

    def message_ids_between(self, conversation_id: int, first: date, last: date) -> NDArray[np.int64]:
        ids = self._archive.ids[conversation_id]
        return np.array([each for each in ids if first <= _day(self._archive.messages[each]) <= last], np.int64)

    def media_path(self, sha256: str) -> Path | None:
        return self._archive.media.get(sha256)

    def thumbnail(self, sha256: str, side: int = 320) -> Path | None:
        self._own()
        return self._archive.media.get(sha256)

    share, picture_to_share, selection = Sharing.share, Sharing.picture_to_share, Sharing.selection

    def judge(self, judgements: Sequence[Judgement]) -> None:
        self._own()
        if self._archive.error is not None:
            raise self._archive.error
        self._archive.judged.update(((each.question, each.place), each) for each in judgements)

    def take_back(self, judgements: Sequence[Judgement]) -> None:
        self._own()
        for each in judgements:
            self._archive.judged.pop((each.question, each.place), None)

    def judged(self, question: str) -> list[Judgement]:
        self._own()
        return [each for (asked, _), each in self._archive.judged.items() if asked == question]

    def demo_export(self) -> tuple[Path, str]:
        return self._archive.folder / "demo.zip", "boat"

    def _own(self) -> None:
        assert threading.get_ident() == self._thread, "a Session belongs to the thread that made it"

    def _holds(self, number: int, query: Query) -> bool:
        message = self._archive.messages[number]
        text = message.text.casefold()
        return message.kind != "notice" and any(word.casefold() in text for word in (*query.words, *query.phrases))

    def _result(self, candidate: Candidate, sure: float | None) -> SearchResult:
        messages = [self._archive.messages[each] for each in candidate.fragment.message_ids]
        spans = tuple(
            SpanMessage(each, each.id in candidate.matched, sure if each.id in candidate.matched else None)
            for each in messages
        )
        images = tuple(
            SpanImage(item, f"{each.key}#{place}", each.id in candidate.matched, sure)
            for each in messages
            for place, item in enumerate(each.attachments)
            if item.is_image
        )
        conversation = self._archive.conversations[candidate.fragment.conversation_id]
        maybe = sure is not None and sure < 0.3
        why = "Close in meaning, and the words “boat” and “harbour” stand in it."
        grounds = _grounds(candidate, sure)
        return SearchResult(conversation, (Span(spans, images),), candidate.score, why, maybe, grounds)

    def _read(self, path: Path, asks: bool) -> FileReport:
        chat = ConversationReport(
            "Harbour Flat", 312, 6, ["Nora", "林悦", "Tomás"], "2025-02-02T10:12:00", "2025-11-09T22:40:00"
        )
        chat.media = MediaCount(14, 1, 3)
        chat.conversation_id = next(iter(self._archive.conversations), None)
        file = FileReport(str(path), "whatsapp", [chat])
        file.problems = [Problem("_chat.txt:118", "the date 31/02/2025 does not exist")]
        file.repairs = [Repair("_chat.txt:7", "a line break inside a message was restored")]
        file.repaired = 1
        if asks:
            readings = {
                "dmy": ("3 April 2025, 10:12  Nora: hello", "5 April 2025, 09:01  Bo: hi"),
                "mdy": ("4 March 2025, 10:12  Nora: hello", "4 May 2025, 09:01  Bo: hi"),
            }
            file.ambiguous = [Ambiguity("_chat.txt", "Which comes first, day or month?", readings)]
            chat.conversation_id = None
        return file


def _day(message: Message) -> date:
    return date.fromisoformat((message.local_time or "")[:10])


def _grounds(candidate: Candidate, sure: float | None) -> Grounds:
    together = candidate.fragment.message_ids
    matched = sorted(candidate.matched)
    evidence = tuple(Evidence(each, ("boat",), (), candidate.similarity, together) for each in matched)
    reader = "fake reader" if sure is not None else ""
    count = len(evidence) if sure is not None else 0
    return Grounds(("boat",), candidate.similarity, candidate.found_by, count, 0, True, reader, "fake words", evidence)


def harbour(folder: Path) -> FakeArchive:
    """Three conversations with pictures, notices, replies, reactions, Chinese, Hebrew, a very long message."""
    archive = FakeArchive(folder)
    lines: list[tuple[str | None, str]] = [
        (None, "Messages and calls are end-to-end encrypted."),
        (None, "Nora added 林悦"),
        ("Nora", "Right, new group so we stop planning a flat across four separate chats."),
        ("Tomás", "rude"),
        ("Tomás", "accurate but rude"),
        ("林悦", "早~ 我刚醒，你们什么时候看房？"),
        ("Nora", "Viewing on Thursday at 17:45. Can everyone make it?"),
        ("林悦", "可以，我下课直接过去"),
        ("Tomás", "the map to the harbour: out the north exit, follow the canal, left at the bakery"),
        ("林悦", "哈哈哈哈 你画的那个是鸭子还是船"),
        ("Tomás", "its a boat. its clearly a boat"),
        ("Nora", "I took a picture of the boat at the harbour, this is the view from the kitchen"),
        ("阿哲", "是鸭子"),
        ("Ruth Ben-Ami", "שלום לכולם, הסירה יפה מאוד"),
        ("Nora", "Offer is in. They want a holding deposit of one week, £396. " * 3),
        ("阿哲", "厨房能看到灯塔!! vibes 4.6"),
        ("Nora", "ACCEPTED. Lease from 15 March 2025 to 14 March 2026."),
        ("Tomás", "long story: " + "and then the boat went round the harbour again " * 220),
    ]
    first = archive.add("Harbour Flat", "whatsapp", lines)
    ids = archive.ids[first]
    archive.add_picture(ids[8], "map.png", (900, 600))
    archive.add_picture(ids[11], "view.png", (480, 720))
    archive.change(ids[10], reply_to=f"k{ids[9]}", edited=True)
    archive.add(
        "家庭群", "wechat", [("妈妈", "周末回来吃饭吗？"), ("我", "回，坐船 boat 回来"), ("爸爸", "几点到港口？")] * 3
    )
    archive.add(
        "Sailing club", "telegram", [("Ines", "The boat leaves at nine."), ("Per", "I bring the harbour keys")] * 40
    )
    return archive


def long_chat(folder: Path, count: int = 100_000) -> FakeArchive:
    """One conversation of many messages of mixed length."""
    archive = FakeArchive(folder)
    words = WORDS.split()
    names = ["Nora", "Tomás", "林悦", "阿哲", "Ruth"]
    lines = [(names[at * 7 % 5], " ".join(words[: 2 + at % 12] * (1 + at % 3))) for at in range(count)]
    archive.add("A very long conversation", "whatsapp", lines)
    return archive
