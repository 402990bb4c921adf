"""This file is where `models` is: which models there are, proven, added, chosen, removed, and the only download."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli import codes
from app.cli.connecting import connect
from app.cli.console import agreed, complain, counted, dump_json, progress, say
from app.session import Session
from app.session.chosen import SHIPPED
from app.session.models import ModelsHeld
from core.errors import ModelError

if TYPE_CHECKING:
    from models.proving import Proof

UNITS = {"embedder": "fragments", "segmenter": "utterances", "reader": "candidates", "text_reader": "pictures"}
"""What a role's speed counts."""

TITLES = {"embedder": "embedder", "segmenter": "segmenter", "reader": "reader", "text_reader": "text reader"}

_NEEDS = {
    "add": "the folder or zip of a bundle",
    "use": f"the name of added models, or “{SHIPPED}”",
    "remove": "a name",
    "download": "an address",
    "connect": "the address of a server",
}


def models(chosen: Namespace) -> int:
    """Each action; `list` without any."""
    needed = _NEEDS.get(chosen.action_name)
    if (needed is None) != (chosen.what is None):
        complain(f"chattrove models {chosen.action_name}: give {needed or 'nothing more'}.")
        return codes.USAGE
    with Session(chosen.archive) as session:
        return _ACTIONS[chosen.action_name](session, chosen)


def proof_line(each: "Proof") -> str:
    """What a self-test found, on one line."""
    if not each.passed:
        return f"{TITLES[each.role]:<12} FAILED: {each.trouble}"
    speed = f"{each.per_second:,.0f}" if each.per_second >= 10 else f"{each.per_second:,.1f}"
    note = f" ({each.trouble})" if each.trouble else ""
    return f"{TITLES[each.role]:<12} {each.model}, passed on {each.provider}: {speed} {UNITS[each.role]}/s{note}"


def _list(session: Session, chosen: Namespace) -> int:
    held = session.models()
    renewal = None if held.trouble else session.renewal()
    if chosen.json:
        dump_json(_as_json(held) | {"renewal": asdict(renewal) if renewal else None})
        return codes.MODEL if held.trouble else codes.FINE
    for line in _lines(held):
        say(line)
    if renewal is not None:
        what = "messages" if renewal.again else "fragments"
        say(f"{renewal.left:,} of {renewal.total:,} {what} are still to be made anew: chattrove index")
    if held.trouble:
        complain(held.trouble)
    return codes.MODEL if held.trouble else codes.FINE


def _lines(held: ModelsHeld) -> Iterator[str]:
    for facts, bundle in held.roles:
        score = f", {facts.score_name} {facts.score:.2f}" if facts.score is not None else ""
        home = f"  from {bundle}" if bundle else ""
        yield f"{TITLES[facts.role]:<12} {facts.name}  {_size(facts.size)}{score}  {facts.licence}{home}"
    yield ""
    for each in held.bundles:
        used = "*" if _is_used(each.name, held) else " "
        what = each.trouble or ", ".join(TITLES[model.role] for model in each.models)
        yield f"{used} {each.name or SHIPPED:<24} {_size(each.size):>9}  {what}"
    yield f"  {sum(each.size for each in held.bundles) / 1e6:,.1f} MB in all; added ones are in {held.folder}"


def _is_used(name: str, held: ModelsHeld) -> bool:
    """Some model that is used now is from it."""
    return any(bundle == name for _, bundle in held.roles)


def _add(session: Session, chosen: Namespace) -> int:
    with progress(quiet=chosen.json) as report:
        name = session.add_models(Path(chosen.what), report)
    return _added(name, chosen)


def _download(session: Session, chosen: Namespace) -> int:
    """Tells who would send how much, and asks, before anything is loaded."""
    with progress(quiet=chosen.json) as report:
        offer = session.look_at_download(chosen.what, report)
    size = _size(offer.size) if offer.size is not None else "an unknown number of bytes"
    if not chosen.yes and not agreed(f"Download {size} from {offer.host}? [y/N] "):
        complain(f"Nothing was downloaded ({size} from {offer.host}). --yes downloads without asking.")
        return codes.USAGE
    with progress(quiet=chosen.json) as report:
        name = session.download_models(chosen.what, report, chosen.sha256 or "")
    return _added(name, chosen)


def _added(name: str, chosen: Namespace) -> int:
    if chosen.json:
        dump_json({"added": name})
    else:
        say(f"Added as “{name}”; every model in it passed its self-test. To use it: chattrove models use {name}")
    return codes.FINE


def _use(session: Session, chosen: Namespace) -> int:
    session.use_models(chosen.what)
    renewal = session.renewal()
    if chosen.json:
        dump_json({"in_use": session.models().in_use or (SHIPPED,), "renewal": asdict(renewal) if renewal else None})
        return codes.FINE
    say(f"In use: {chosen.what}.")
    if renewal is not None:
        meanwhile = "the old index answers" if renewal.answering else "words are found, meaning comes back bit by bit"
        say(f"{counted(renewal.left, 'fragment')} to be made anew; until then {meanwhile}: chattrove index")
    return codes.FINE


def _remove(session: Session, chosen: Namespace) -> int:
    bundle = next((each for each in session.models().bundles if each.name == chosen.what and each.name), None)
    if bundle is None:
        raise ModelError(f"There are no added models called “{chosen.what}”. `chattrove models` lists them.")
    if not chosen.yes and not agreed(f"Delete “{bundle.name}” ({_size(bundle.size)})? [y/N] "):
        complain("Nothing was deleted. --yes deletes without asking.")
        return codes.USAGE
    size = session.remove_models(bundle.name)
    if chosen.json:
        dump_json({"removed": bundle.name, "bytes": size})
    else:
        say(f"“{bundle.name}” was deleted: {_size(size)}.")
    return codes.FINE


def _test(session: Session, chosen: Namespace) -> int:
    found = []
    with progress(quiet=chosen.json) as report:
        for each in session.prove_models(report):
            found.append(each)
            if not chosen.json:
                say(proof_line(each))
    cards = session.graphics()
    if chosen.json:
        dump_json({"self_tests": [asdict(each) for each in found], "graphics": [asdict(each) for each in cards]})
    else:
        for card in cards:
            say(f"{'graphics':<12} {card.name}, {card.memory:,} MiB, {card.free:,} MiB free")
    return codes.FINE if all(each.passed for each in found) else codes.MODEL


def _as_json(held: ModelsHeld) -> dict[str, Any]:
    return {
        "in_use": held.in_use or (SHIPPED,),
        "trouble": held.trouble,
        "folder": str(held.folder),
        "roles": [asdict(facts) | {"bundle": bundle or SHIPPED} for facts, bundle in held.roles],
        "bundles": [asdict(each) | {"name": each.name or SHIPPED} for each in held.bundles],
    }


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB"


_ACTIONS: dict[str, Callable[[Session, Namespace], int]] = {
    "list": _list,
    "add": _add,
    "use": _use,
    "remove": _remove,
    "test": _test,
    "download": _download,
    "connect": connect,
}
