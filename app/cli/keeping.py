"""This file is where `index`, `verify`, `forget` and `doctor` are."""

import platform
import sqlite3
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from app.cli import codes
from app.cli.choosing import chosen_conversation
from app.cli.connecting import connections
from app.cli.console import agreed, complain, counted, dump_json, progress, say
from app.cli.models import proof_line
from app.cli.pictures import read_pictures
from app.session import Session
from app.settings import settings_path

if TYPE_CHECKING:
    from models.packages import Acceleration

_SHOWN = 20
_REMEDIES = {
    "archive": "restore the folder from a backup, or import your exports into a new archive (--archive DIR)",
    "index": "chattrove index --rebuild",
    "media": "import the same exports again; that brings the files back",
}


def index(chosen: Namespace) -> int:
    with Session(chosen.archive) as session, progress(quiet=False) as report:
        made = session.index(report) + session.renew_index(report)
        if chosen.rebuild:
            held = session.rebuild(report)
            say(f"The search index was made anew: {held:,} fragments.")
        else:
            say(f"{made:,} new fragments. Everything is searchable.")
    if chosen.no_ocr:
        return codes.FINE
    with Session(chosen.archive) as session:
        return read_pictures(session)


def verify(chosen: Namespace) -> int:
    with Session(chosen.archive) as session, progress(quiet=False) as report:
        found = session.verify(report)
    for title, faults in (("archive", found.damage), ("index", found.index), ("media", found.media)):
        say(f"{title}: {counted(len(faults), 'fault') if faults else 'sound'}")
        for fault in faults[:_SHOWN]:
            say(f"  {fault}")
        if len(faults) > _SHOWN:
            say(f"  ... and {len(faults) - _SHOWN:,} more")
        if faults:
            say(f"  to do: {_REMEDIES[title]}")
    if found.pending:
        say(f"{found.pending:,} messages are not indexed yet: chattrove index")
    if found.damage:
        return codes.DAMAGED_ARCHIVE
    if found.index:
        return codes.DAMAGED_INDEX
    return codes.DAMAGED_MEDIA if found.media else codes.FINE


def forget(chosen: Namespace) -> int:
    """Asks first. The export itself is not touched: importing it again brings the conversation back."""
    with Session(chosen.archive) as session:
        conversation = chosen_conversation(session.conversations(), chosen.conversation)
        what = f"“{conversation.title}” with {conversation.messages:,} messages"
        if not chosen.yes and not agreed(f"Delete {what} from the archive? [y/N] "):
            complain("Nothing was deleted. --yes deletes without asking.")
            return codes.USAGE
        files = session.forget(conversation.id)
        say(f"{what} and {files:,} files were deleted.")
    return codes.FINE


def doctor(chosen: Namespace) -> int:
    """What runs where. The provider is the one that computed the self-test, not the one that was asked for."""
    with Session(chosen.archive) as session:
        conversations, messages, files = session.totals()
        test, proofs = session.self_test(), list(session.prove_models(lambda _: None))
        faster, renewal = session.acceleration(), session.renewal()
        pictures = session.pictures()
        facts = {
            "python": platform.python_version(),
            "platform": platform.platform(),
            "sqlite": sqlite3.sqlite_version,
            "archive": str(session.directory),
            "settings": str(settings_path()),
            "conversations": conversations,
            "messages": messages,
            "files": files,
            "not_indexed": session.pending(),
            "pictures": asdict(pictures),
            "text_reader": next(each.model for each in proofs if each.role == "text_reader"),
            "self_tests": [asdict(each) for each in proofs],
            "graphics": [asdict(each) for each in faster.cards],
            "cuda_libraries": faster.libraries,
            "packages": [asdict(each) for each in faster.packages],
            "renewal": asdict(renewal) if renewal else None,
            "servers": (servers := connections(session)),
            "self_test": asdict(test) | {"texts_per_second": round(test.texts_per_second, 1)},
        }
    sound = not test.hint and not any(each["trouble"] for each in servers) and all(each.passed for each in proofs)
    if chosen.json:
        dump_json(facts)
        return codes.FINE if sound else codes.MODEL
    for name in ("python", "platform", "sqlite", "archive", "settings"):
        say(f"{name:<12} {facts[name]}")
    held = (counted(conversations, "conversation"), counted(messages, "message"), counted(files, "file"))
    say(f"{'holds':<12} {', '.join(held)}")
    say(f"{'embedder':<12} {test.model}, computed by {test.provider} (onnxruntime {test.onnxruntime})")
    say(f"{'self-test':<12} cosine {test.cosine:.4f} to the reference, {test.texts_per_second:,.0f} texts/s")
    for each in proofs:
        if each.role != "embedder":
            say(proof_line(each))
    say(f"{'pictures':<12} {_pictures_told(asdict(pictures))}")
    for line in acceleration_lines(faster):
        say(line)
    for server in servers:
        told = server["trouble"] or f"{server['server']} ({server['answers']})"
        say(f"{server['purpose'] + ' at':<12} {told}")
    for to_do in dict.fromkeys([*filter(None, [test.hint]), *faster.to_do]):
        say(f"{'to do':<12} {to_do}")
    return codes.FINE if sound else codes.MODEL


def acceleration_lines(faster: "Acceleration") -> Iterator[str]:
    """The cards as the driver tells them, and what each package could compute on."""
    for card in faster.cards:
        driver = f", driver {card.driver}" if card.driver else ""
        yield f"{'graphics':<12} {card.name}, {card.memory:,} MiB, {card.free:,} MiB free{driver}"
    if not faster.cards:
        yield f"{'graphics':<12} the driver tells of no NVIDIA card"
    else:
        told = ", ".join(f"{name} {place or 'not found'}" for name, place in faster.libraries.items())
        yield f"{'CUDA':<12} {told}"
    for each in faster.packages:
        yield f"{'computes on':<12} {each.sees or 'nothing'} ({each.name} {each.version})"


def _pictures_told(totals: dict[str, int]) -> str:
    parts = [f"{counted(totals['read'], 'picture')} read, {totals['with_text']:,} with text"]
    parts += [f"{totals['waiting']:,} to be read (chattrove index)"] if totals["waiting"] else []
    parts += [f"{totals['unreadable']:,} not readable as pictures"] if totals["unreadable"] else []
    return ", ".join(parts)
