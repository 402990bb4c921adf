"""This file is where `people` is: who writes, and who is said to be the same person."""

from argparse import Namespace
from dataclasses import asdict

from app.cli import codes
from app.cli.console import complain, counted, dump_json, say
from app.session import Session
from core.errors import QueryError
from core.types import Person


def people(chosen: Namespace) -> int:
    """Lists all accounts, or merges some into one person, or takes one out again."""
    named: list[int] = []
    with Session(chosen.archive) as session:
        if chosen.action_name == "merge":
            if len(chosen.persons) < 2:
                complain("Give two or more people: chattrove people merge 3 17")
                return codes.USAGE
            named = [_chosen(session.people(), name).id for name in chosen.persons]
            session.merge_people(named)
        elif chosen.action_name == "split":
            if len(chosen.persons) != 1:
                complain("Give one person: chattrove people split 17")
                return codes.USAGE
            named = [_chosen(session.people(), chosen.persons[0]).id]
            session.split_person(named[0])
        known = session.people()
    if chosen.json:
        dump_json([asdict(person) for person in known])
    else:
        _list(known, named)
    return codes.FINE


def _chosen(known: list[Person], named: str) -> Person:
    """By number, or by a name that fits only one account. Raises QueryError."""
    found = [person for person in known if str(person.id) == named]
    found = found or [person for person in known if named.casefold() == person.name.casefold()]
    found = found or [person for person in known if named.casefold() in person.name.casefold()]
    if len(found) == 1:
        return found[0]
    if not found:
        raise QueryError(f"Nobody is called “{named}”. `chattrove people` lists everybody.")
    fitting = ", ".join(f"{person.id} {person.name} ({person.source})" for person in found[:8])
    raise QueryError(f"“{named}” fits several accounts: {fitting}. Give the number.")


def _list(known: list[Person], named: list[int]) -> None:
    """All, or only the groups of those who were named."""
    names = {person.id: person.name for person in known}
    groups = {person.group for person in known if person.id in named}
    for person in known:
        if named and person.group not in groups:
            continue
        same = f"  = {person.group} {names[person.group]}" if person.group != person.id else ""
        say(f"{person.id:>5}  {person.name}  ({person.source}, {counted(person.messages, 'message')}){same}")
    if not known:
        say("Nobody has written yet: import a chat first.")
