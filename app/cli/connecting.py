"""This file is where servers are connected from the command line: what is sent is told, and agreed to, before it is."""

from argparse import Namespace
from dataclasses import asdict

from app.cli import codes
from app.cli.console import agreed, complain, dump_json, progress, say
from app.session import Session
from app.session.connecting import Consent, ServerOrder, Terms
from core.consent import Purpose

_HELD = {
    "structured_outputs": "a regular expression",
    "guided_regex": "a regular expression",
    "grammar": "a grammar",
    "json_schema": "a JSON schema",
    "none": "nothing; what it says is looked through",
}


def connect(session: Session, chosen: Namespace) -> int:
    """`models connect URL`: a reader on a server."""
    if not may_be_sent(session, "reader", chosen.what, chosen):
        return codes.USAGE
    order = ServerOrder(chosen.what, chosen.model or "", chosen.name or "", chosen.at_once, terms_of(chosen))
    with progress(quiet=chosen.json) as report:
        found = session.connect_reader(order, report)
    if chosen.json:
        dump_json({"added": found.name} | asdict(found))
        return codes.FINE
    say(f"Connected as “{found.name}”: {found.model}, which answered in {found.seconds:,.1f} s.")
    say(f"Held to the form of answers by {_HELD[found.structured]}; confidence: {_sure(found.chances)}.")
    if not found.formed:
        say("Its answer was not in the form of one: the model may not be trained for this task.")
    say(f"To use it: chattrove models use {found.name}")
    return codes.FINE


def may_be_sent(session: Session, purpose: Purpose, url: str, chosen: Namespace) -> bool:
    """Tells what leaves for where, and whether the person agrees. http to another computer needs a second yes."""
    told, leaves, unencrypted = session.what_is_sent(purpose, url)
    complain(told)
    if not leaves:
        return True
    if not chosen.yes and not agreed("Do you agree? [y/N] "):
        complain("Nothing was sent. --yes agrees without asking.")
        return False
    if unencrypted and not chosen.unencrypted:
        if chosen.yes or not agreed("It would be sent unencrypted. Do you agree to that too? [y/N] "):
            complain("Nothing was sent. --unencrypted agrees to a connection that everybody on the way can read.")
            return False
        chosen.unencrypted = True
    return True


def terms_of(chosen: Namespace) -> Terms:
    return Terms(chosen.unencrypted, str(chosen.key_file or ""), chosen.key_variable or "", chosen.proxies)


def choose_index(session: Session, chosen: Namespace) -> bool:
    """`settings index URL`: asks, and tries that a Chroma server answers. False where nobody agreed."""
    if not may_be_sent(session, "index", chosen.value, chosen):
        return False
    session.agree_to_index(chosen.value, terms_of(chosen))
    return True


def revoke(host: str) -> int:
    """`privacy --revoke HOST`."""
    with Session() as session:
        gone = session.revoke(host)
    for each in gone:
        say(f"Taken back: {consent_line(each)}")
    if not gone:
        complain(f"Nothing was agreed for “{host}”. `chattrove privacy` lists what was.")
        return codes.USAGE
    return codes.FINE


def consent_line(each: Consent) -> str:
    """Who agreed to what, when."""
    key = f", key from {each.key_file or each.key_variable}" if each.key_file or each.key_variable else ""
    way = ", unencrypted" if each.unencrypted else ""
    return f"{each.purpose} at {each.origin}{way}{key}: agreed by {each.who} on {each.when}"


def connections(session: Session) -> list[dict[str, str]]:
    """The servers in use, for `doctor`: what for, where, and what they answer."""
    found = []
    index = session.index_server_told()
    if index is not None:
        found.append({"purpose": "index", "server": index[0], "answers": index[1], "trouble": index[2]})
    for facts, _ in session.models().roles:
        if facts.role == "reader" and facts.origin.startswith(("http://", "https://")):
            found.append({"purpose": "reader", "server": facts.origin, "answers": facts.name, "trouble": ""})
    return found


def _sure(chances: bool) -> str:
    return "from the probabilities that it tells" if chances else "the same for all, as it tells no probabilities"
