"""This file is where `models` is: which models there are, proven, added, chosen, removed, and the only download."""

import unicodedata
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli import codes
from app.cli.connecting import connect
from app.cli.console import agreed, complain, counted, dump_json, progress, say
from app.session import Session
from app.session.chosen import SHIPPED
from app.session.models import ModelsHeld
from app.settings import load_settings, save_settings
from core.errors import ModelError

if TYPE_CHECKING:
    from models.catalog import ModelFacts
    from models.proving import Proof
    from models.raw import Companions

UNITS = {"embedder": "fragments", "segmenter": "utterances", "reader": "candidates", "text_reader": "pictures"}
"""What a role's speed counts."""

TITLES = {"embedder": "embedder", "segmenter": "segmenter", "reader": "reader", "text_reader": "text reader"}

_MAY_BE_NAMED = {"test"}
"""What acts on the models in use, and on others that are named."""

_NEEDS = {
    "add": "a folder, a zip, or a .gguf file",
    "use": f"the name of added models, or “{SHIPPED}”",
    "remove": "a name, or the address of a download that was begun",
    "download": "an address",
    "connect": "the address of a server",
}


def models(chosen: Namespace) -> int:
    """Each action; `list` without any."""
    needed = _NEEDS.get(chosen.action_name)
    if (needed is None) != (chosen.what is None) and chosen.action_name not in _MAY_BE_NAMED:
        complain(f"chattrove models {chosen.action_name}: give {needed or 'nothing more'}.")
        return codes.USAGE
    with Session(chosen.archive) as session:
        return _ACTIONS[chosen.action_name](session, chosen)


def proof_line(each: "Proof") -> str:
    """What a self-test found, on one line."""
    if not each.passed:
        return f"{TITLES[each.role]:<12} FAILED: {each.trouble}"
    speed = f"{each.per_second:,.0f}" if each.per_second >= 10 else f"{each.per_second:,.1f}"
    tokens = " reading, ".join(f"{rate:,.0f} tokens/s" for rate in each.tokens_per_second)
    told = f"{speed} {UNITS[each.role]}/s" + (f", {tokens} writing" if tokens else "")
    note = f" ({each.trouble})" if each.trouble else ""
    return f"{TITLES[each.role]:<12} {each.model}, passed on {each.provider}: {told}{note}"


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
        home = f"  from {bundle}" if bundle else ""
        yield f"{TITLES[facts.role]:<12} {facts.name}  {_told(facts, held.memory)}{home}"
    yield ""
    for each in held.bundles:
        used = "*" if _is_used(each.name, held) else " "
        what = each.trouble or ", ".join(_short(model) for model in each.models)
        yield f"{used} {_filled(each.name or SHIPPED, 24)} {_size(each.size):>9}  {what}"
    yield f"  {_size(sum(each.size for each in held.bundles))} in all; added ones are in {held.folder}"
    for each_begun in held.begun:
        yield f"  {_size(each_begun.size)} of {each_begun.url} are here: models download goes on, remove deletes them"
    yield "  Models that can be added: chattrove models known"


def _told(facts: "ModelFacts", memory: int) -> str:
    """Size, score, needs and licence of a model, as far as they are known."""
    parts = [facts.place or _size(facts.size)]
    parts += [f"{facts.score_name} {facts.score:.2f}"] if facts.score is not None else []
    if facts.kind not in ("onnx", "compact"):
        parts += [f"{facts.architecture or 'model'} {'on a' if facts.kind == 'server' else 'as'} {facts.kind}"]
        parts += [f"needs {_need(facts.memory, memory)}"] if facts.memory else []
        parts += [f"context {facts.context:,}"] if facts.context else []
        parts += [f"on {facts.base}"] if facts.base else []
    unknown = "" if facts.kind == "server" else "licence not stated"
    return f"{', '.join(parts)}  {facts.licence if facts.licence not in ('', 'not stated') else unknown}".rstrip()


def _short(facts: "ModelFacts") -> str:
    kind = f" ({facts.kind})" if facts.kind not in ("onnx", "compact") else ""
    return f"{TITLES[facts.role]}{kind}"


def _need(need: int, memory: int) -> str:
    more = f", and this machine has {_size(memory)}: only for a graphics card or server with more" if memory else ""
    return f"{_size(need)} of memory{more if need > memory else ''}"


def _known(session: Session, chosen: Namespace) -> int:
    """What could be added; nobody is asked for it."""
    found, memory = session.known_models(), session.models().memory
    if chosen.json:
        dump_json([asdict(each) for each in found])
        return codes.FINE
    for each in found:
        say(f"{each.name}  {TITLES[each.role]}, {each.parameters / 1e9:.1f} billion parameters, {each.licence}")
        say(f"  by {each.maker}. {each.does}")
        for form in each.forms:
            say(f"  {form.kind:<13}{form.quantisation:<9} {_size(form.size):>9}, needs {_need(form.memory, memory)}")
        for how in dict.fromkeys([*(form.how for form in each.forms), *filter(None, [each.hint])]):
            say(f"  - {how}")
    say("Sizes are reckoned from the number of parameters. ChatTrove itself asks nobody for them.")
    return codes.FINE


def _is_used(name: str, held: ModelsHeld) -> bool:
    """Some model that is used now is from it."""
    return any(bundle == name for _, bundle in held.roles)


def _add(session: Session, chosen: Namespace) -> int:
    with progress(quiet=chosen.json) as report:
        name = session.add_models(Path(chosen.what), report, chosen.name or "", _beside(chosen))
    return _added(name, chosen)


def _beside(chosen: Namespace) -> "Companions":
    from models.raw import Companions

    return Companions(chosen.mmproj, chosen.base or "")


def _download(session: Session, chosen: Namespace) -> int:
    """Tells who would send how much, and asks, before anything is loaded."""
    with progress(quiet=chosen.json) as report:
        offer = session.look_at_download(chosen.what, report)
    size = _size(offer.size) if offer.size is not None else "an unknown number of bytes"
    size += f" in {counted(offer.files, 'file')}" if offer.files > 1 else ""
    size += f" ({_size(offer.begun)} are here already)" if offer.begun else ""
    if not chosen.yes and not agreed(f"Download {size} from {offer.host}? [y/N] "):
        complain(f"Nothing was downloaded ({size} from {offer.host}). --yes downloads without asking.")
        return codes.USAGE
    with progress(quiet=chosen.json) as report:
        name = session.download_models(chosen.what, report, chosen.sha256 or "", chosen.name or "")
    return _added(name, chosen)


def _added(name: str, chosen: Namespace) -> int:
    if chosen.json:
        dump_json({"added": name})
    else:
        say(f"Added as “{name}”; every model in it passed its self-test. To use it: chattrove models use {name}")
    return codes.FINE


def _use(session: Session, chosen: Namespace) -> int:
    with _layers_on_the_card(chosen.gpu_layers):
        session.use_models(chosen.what, chosen.role or "")
    renewal = session.renewal()
    if chosen.json:
        dump_json({"in_use": session.models().in_use or (SHIPPED,), "renewal": asdict(renewal) if renewal else None})
        return codes.FINE
    say(f"In use: {chosen.what}{f' as {TITLES[chosen.role]}' if chosen.role else ''}.")
    if renewal is not None:
        meanwhile = "the old index answers" if renewal.answering else "words are found, meaning comes back bit by bit"
        say(f"{counted(renewal.left, 'fragment')} to be made anew; until then {meanwhile}: chattrove index")
    return codes.FINE


@contextmanager
def _layers_on_the_card(wanted: int | None) -> Iterator[None]:
    """The setting is kept only where the models can be used with it."""
    before = load_settings()
    if wanted is not None:
        save_settings(replace(before, gpu_layers=wanted))
    try:
        yield
    except BaseException:
        save_settings(before)
        raise


def _remove(session: Session, chosen: Namespace) -> int:
    if "://" in chosen.what:
        size = session.forget_download(chosen.what)
        if chosen.json:
            dump_json({"removed": chosen.what, "bytes": size})
        else:
            say(f"What had come of the download was deleted: {_size(size)}.")
        return codes.FINE
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
        for each in session.prove_models(report, chosen.what or ""):
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
        "memory": held.memory,
        "begun": [asdict(each) for each in held.begun],
        "roles": [asdict(facts) | {"bundle": bundle or SHIPPED} for facts, bundle in held.roles],
        "bundles": [asdict(each) | {"name": each.name or SHIPPED} for each in held.bundles],
    }


def _filled(text: str, cells: int) -> str:
    """Filled up with spaces to so many cells of the terminal, of which a Chinese character takes two."""
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
    return text + " " * max(cells - len(text) - wide, 0)


def _size(count: int) -> str:
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:,.1f} MB"


_ACTIONS: dict[str, Callable[[Session, Namespace], int]] = {
    "list": _list,
    "known": _known,
    "add": _add,
    "use": _use,
    "remove": _remove,
    "test": _test,
    "download": _download,
    "connect": connect,
}
