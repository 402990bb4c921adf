"""This file is where `judgements` is: what was said of answers, listed, exported and deleted."""

import time
from argparse import Namespace
from dataclasses import asdict

from app.cli import codes
from app.cli.console import agreed, complain, counted, dump_json, say
from app.session import Session
from core.errors import DataError
from core.types import Judgement

_SHOWN = 120


def judgements(chosen: Namespace) -> int:
    """Lists them, writes them to a file, or deletes all; asks before the last."""
    with Session(chosen.archive) as session:
        if chosen.action_name == "export":
            return _export(session, chosen)
        if chosen.action_name == "clear":
            return _clear(session, chosen)
        kept = session.judgements()
        if chosen.json:
            dump_json([asdict(each) for each in kept])
            return codes.FINE
        for each in kept:
            say(_line(session, each))
    if not kept:
        say("No answer was judged yet. In the window, mark answers as right or wrong.")
    return codes.FINE


def _export(session: Session, chosen: Namespace) -> int:
    if chosen.file is None:
        complain("Name the file: chattrove judgements export FILE.jsonl")
        return codes.USAGE
    try:
        written = session.export_judgements(chosen.file, chosen.form)
    except DataError as error:
        complain(str(error))
        return codes.USAGE
    what = {"records": "judgement", "dialogues": "dialogue"}[chosen.form]
    if chosen.json:
        dump_json({"file": str(chosen.file), "form": chosen.form, "lines": written})
    complain(f"{counted(written, what)} written to {chosen.file}")
    return codes.FINE


def _clear(session: Session, chosen: Namespace) -> int:
    count = session.count_judgements()
    if count and not chosen.yes and not agreed(f"Delete {counted(count, 'judgement')}? [y/N] "):
        complain("Nothing was deleted. --yes deletes without asking.")
        return codes.USAGE
    deleted = session.clear_judgements()
    if chosen.json:
        dump_json({"deleted": deleted})
    else:
        say(f"{counted(deleted, 'judgement')} deleted.")
    return codes.FINE


def _line(session: Session, each: Judgement) -> str:
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(each.judged_at / 1000))
    sure = "" if each.confidence is None else f" ({each.confidence:.0%})"
    return f"{when}  {'right' if each.right else 'wrong'}{sure}  “{each.question}”  {_about(session, each)}"


def _about(session: Session, each: Judgement) -> str:
    title = session.conversation(each.conversation_id).title
    found = session.messages([each.message_id]) if each.message_id is not None else []
    if not found:
        return f"{title}: the whole result"
    picture = next((item for item in found[0].attachments if item.id == each.attachment_id), None)
    said = f"[{picture.kind}: {picture.name}]" if picture is not None else " ".join(found[0].text.split())
    return f"{title}: {found[0].sender or '*'}: {said[:_SHOWN]}"
