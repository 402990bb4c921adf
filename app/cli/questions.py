"""This file is where `questions` is: what was asked, and what is saved under a name."""

import time
from argparse import Namespace
from dataclasses import asdict

from app.cli import codes
from app.cli.console import counted, dump_json, say
from app.session import Session
from core.errors import QueryError
from core.types import PastQuestion

_LISTED = 50


def questions(chosen: Namespace) -> int:
    """Lists the questions, or saves, forgets or clears some first."""
    with Session(chosen.archive) as session:
        if chosen.save is not None:
            name, text = chosen.save
            session.save_question(text, name)
            say(f"Saved as “{name}”. Ask it with: chattrove search --saved {_argument(name)}")
            return codes.FINE
        if chosen.forget is not None:
            _forget(session, chosen.forget)
            return codes.FINE
        if chosen.clear:
            say(f"{counted(session.clear_questions(), 'question')} forgotten. What is saved stays.")
            return codes.FINE
        known = session.past_questions(_LISTED)
    _list([each for each in known if each.name is not None or not chosen.saved], as_json=chosen.json)
    return codes.FINE


def question_named(session: Session, name: str) -> str:
    """The text that is saved under a name. Raises QueryError."""
    saved = session.saved_question(name)
    if saved is None:
        names = ", ".join(each.name for each in session.past_questions(0) if each.name)
        known = f"The names are: {names}." if names else "Nothing is saved yet: chattrove questions --save NAME TEXT"
        raise QueryError(f"No question is saved as “{name}”. {known}")
    return saved.text


def _forget(session: Session, given: str) -> None:
    """By its text, or by the name it is saved under. Raises QueryError."""
    saved = session.saved_question(given)
    text = given if saved is None else saved.text
    if not session.forget_question(text):
        raise QueryError(
            f"“{given}” was not asked, and nothing is saved under that name. `chattrove questions` lists all."
        )
    say(f"Forgotten: {text}")


def _list(known: list[PastQuestion], *, as_json: bool) -> None:
    if as_json:
        dump_json([asdict(each) for each in known])
        return
    for each in known:
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(each.asked_at / 1000))
        name = "" if each.name is None else f"[{each.name}]  "
        say(f"{when}  {name}{each.text}")
    if not known:
        say("No questions are remembered.")


def _argument(name: str) -> str:
    return f'"{name}"' if " " in name else name
