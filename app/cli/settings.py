"""This file is where `settings`, `archives` and `privacy` are: what was chosen, and what is stored where."""

from argparse import Namespace
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from app.archives import known_archives, remembering, without
from app.cli import codes
from app.cli.connecting import choose_index, consent_line, revoke
from app.cli.console import counted, dump_json, say
from app.session import Session
from app.session.privacy import Stored, sockets, stored
from app.settings import Settings, default_archive, load_settings, read_value, save_settings, settings_path
from core.archive.glance import glance
from core.consent import Consents
from core.sockets import Sockets

_ABOUT = {
    "messages": "messages, people, text of pictures, vectors, questions, judgements",
    "media": "copied pictures and files",
    "thumbnails": "small pictures, made again when needed",
    "index": "search index, made again by `index --rebuild`",
    "lock": "a mark while something is written",
    "settings": "what was chosen",
    "consents": "what was agreed to be sent where",
    "mappings": "columns of tables",
    "window": "size and place of the window",
    "log": "errors, without text of chats",
    "running": "a mark while the window is open",
    "models": "added models",
    "demo": "the demo's own archive",
    "other": "not put there by ChatTrove",
}


def settings(chosen: Namespace) -> int:
    """All of them, one, or one changed; a value that does not fit is refused."""
    now = load_settings()
    if chosen.value is not None:
        if chosen.name == "index" and chosen.value and not _index_agreed(chosen):
            return codes.USAGE
        now = _changed(now, chosen.name, chosen.value)
        save_settings(now)
    values = asdict(now)
    if chosen.name is not None:
        if chosen.name not in values:
            read_value(chosen.name, "")  # says which there are
        values = {chosen.name: values[chosen.name]}
    if chosen.json:
        dump_json(values)
        return codes.FINE
    for name, value in values.items():
        say(f"{name:<15} {_shown(value)}")
    return codes.FINE


def archives(chosen: Namespace) -> int:
    """The known archives; with `open` the one of the next start is changed, with `remove` one leaves the list."""
    now = load_settings()
    if chosen.action_name == "open":
        glance(chosen.folder)
        save_settings(remembering(now, chosen.folder.resolve()))
    elif chosen.action_name == "remove":
        save_settings(without(now, chosen.folder))
    known = known_archives(load_settings(), chosen.archive or default_archive())
    if chosen.json:
        dump_json([asdict(each) | {"path": str(each.path)} for each in known])
        return codes.FINE
    for each in known:
        held = (
            f"{counted(each.conversations, 'conversation')}, {counted(each.messages, 'message')}, {_size(each.bytes)}"
        )
        say(f"{'*' if each.open else ' '} {each.path}: {each.problem or held}")
    return codes.FINE


def privacy(chosen: Namespace) -> int:
    """Every file and folder with its size, what was agreed to send where, and the open sockets of this process."""
    if chosen.revoke is not None:
        return revoke(chosen.revoke)
    given = Consents().all()
    kept, found = stored(chosen.archive or default_archive()), sockets()
    if chosen.json:
        dump_json(
            {
                "stored": [asdict(each) | {"path": str(each.path)} for each in kept],
                "bytes": sum(each.bytes for each in kept),
                "agreed": [asdict(each) for each in given],
                "connections": [asdict(each) for each in found.outward],
                "inside": [asdict(each) for each in found.inward],
            }
        )
        return codes.FINE
    for each in kept:
        say(_line(each))
    say(f"{_size(sum(each.bytes for each in kept)):>10}  together")
    for consent in given:
        say(f"Agreed to: {consent_line(consent)}")
    if not given:
        say("Nothing was agreed to be sent anywhere.")
    _tell_sockets(found)
    return codes.FINE


def _index_agreed(chosen: Namespace) -> bool:
    with Session(chosen.archive) as session:
        return choose_index(session, chosen)


def _changed(now: Settings, name: str, text: str) -> Settings:
    """An archive that is chosen is also remembered as one of several."""
    if name == "archive" and text:
        return remembering(now, Path(text).expanduser().resolve())
    values: dict[str, Any] = {name: read_value(name, text)}
    return replace(now, **values)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return ", ".join(value) or "-"
    return str(value) if value != "" else "-"


def _line(each: Stored) -> str:
    files = f" ({counted(each.files, 'file')})" if each.path.is_dir() else ""
    return f"{_size(each.bytes):>10}  {each.path}{files}: {_ABOUT[each.what]}"


def _tell_sockets(found: Sockets) -> None:
    say("No connections." if not found.outward else f"{counted(len(found.outward), 'connection')}:")
    for each in found.outward:
        say(f"  {each.kind}  {each.local} -> {each.remote or 'nobody'}  {each.state}  {each.program} {each.process}")
    if found.inward:
        say(f"{counted(len(found.inward), 'socket')} inside this computer.")
    say(f"Settings: {settings_path()}")


def _size(count: int) -> str:
    amount, units = float(count), ["bytes", "kB", "MB", "GB", "TB"]
    while amount >= 1024 and len(units) > 1:
        amount, units = amount / 1024, units[1:]
    return f"{amount:,.0f} {units[0]}" if units[0] == "bytes" else f"{amount:,.1f} {units[0]}"
