"""This file is where it is kept what the person agreed to send to which other computer: who, when, to what words.

A consent is for one purpose and one origin (scheme, host and port) and can be taken back at any time; each connection
asks here anew before its first byte. This computer needs none, but a key and its place are kept here for it as well.
"""

import getpass
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from core.addresses import Address
from core.errors import ConsentError
from core.places import settings_folder
from core.writing import written_whole

Purpose = Literal["reader", "index"]

FILE_NAME = "consents.json"

_SENT: dict[Purpose, str] = {
    "reader": (
        "your questions, and of each candidate that is read the messages, the names of who wrote them, and the "
        "pictures, made smaller and without their metadata"
    ),
    "index": (
        "the vectors of all fragments of the archive with their numbers, and the vector of each question; no text, "
        "though vectors tell much of what a text is about, and what is deleted may stay on that server's disk"
    ),
}


@dataclass(frozen=True, slots=True)
class Consent:
    """who: the account of this computer; when: ISO 8601, UTC; statement: the words that were agreed to.

    unencrypted: http to another computer was agreed to as well. key_file, key_variable: where the key for this server
    is read from, never the key; proxies: those that the environment names are used.
    """

    purpose: Purpose
    origin: str
    who: str
    when: str
    statement: str
    unencrypted: bool = False
    key_file: str = ""
    key_variable: str = ""
    proxies: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """How a server is reached, beside its address; see Consent."""

    unencrypted: bool = False
    key_file: str = ""
    key_variable: str = ""
    proxies: bool = False


def statement(purpose: Purpose, address: Address) -> str:
    """What leaves for this address, in plain words: shown before the first byte, and kept as it was shown."""
    if address.here:
        return f"ChatTrove sends to {address.origin}, which is this computer: {_SENT[purpose]}."
    way = (
        "The connection is encrypted."
        if address.encrypted
        else "The connection is NOT encrypted: everybody on the way can read it."
    )
    return (
        f"ChatTrove would send to {address.origin}, which is another computer: {_SENT[purpose]}. {way} "
        f"Whoever runs {address.host} can read and keep what is sent."
    )


class Consents:
    """The consents of one file. Nothing is cached: what another program takes back is gone at once.

    Raises ConsentError when the file is damaged or cannot be written; then nothing counts as agreed to.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """folder: that of the settings by default."""
        self.path = (folder or settings_folder()) / FILE_NAME

    def all(self) -> list[Consent]:
        try:
            held = json.loads(self.path.read_text(encoding="utf-8"))
            return [_consent(each) for each in held]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise ConsentError(f"The consents in {self.path} cannot be read ({error}). Delete the file.") from error

    def of(self, purpose: Purpose, address: Address) -> Consent | None:
        """What was agreed for this server, None for nothing."""
        return next((each for each in self.all() if (each.purpose, each.origin) == (purpose, address.origin)), None)

    def missing(self, purpose: Purpose, address: Address) -> str:
        """Why nothing may be sent there, as one sentence; empty when all is agreed, and for this computer."""
        if address.here:
            return ""
        given = self.of(purpose, address)
        if given is None:
            return f"Nothing was sent to {address.origin}: nobody has agreed to it."
        if not address.encrypted and not given.unencrypted:
            return f"Nothing was sent to {address.origin}: nobody has agreed to send it unencrypted."
        return ""

    def give(self, purpose: Purpose, address: Address, terms: Terms | None = None) -> Consent:
        """Keeps that the person agreed to `statement(purpose, address)`, now; replaces what was agreed before. Raises
        ConsentError for http to another computer that is not agreed to on its own."""
        terms = terms or Terms()
        if not address.here and not address.encrypted and not terms.unencrypted:
            raise ConsentError(
                f"{address.origin} is not encrypted: take its https address, or agree to that too (--unencrypted)."
            )
        given = Consent(
            purpose,
            address.origin,
            _who(),
            datetime.now(UTC).isoformat(timespec="seconds"),
            statement(purpose, address),
            terms.unencrypted and not address.encrypted,
            terms.key_file,
            terms.key_variable,
            terms.proxies and not address.here,
        )
        self.put_back(purpose, address, given)
        return given

    def put_back(self, purpose: Purpose, address: Address, before: Consent | None) -> None:
        """Makes what was agreed for a server what it was before; None for nothing."""
        others = [each for each in self.all() if (each.purpose, each.origin) != (purpose, address.origin)]
        self._write([*others, before] if before is not None else others)

    def revoke(self, host: str, purpose: Purpose | None = None) -> list[Consent]:
        """Takes back what was agreed for an origin, or for a host with all its ports; returns what that was."""
        wanted = host.strip().casefold().rstrip("/")
        held = self.all()
        gone = [each for each in held if purpose in (None, each.purpose) and wanted in _names(each.origin)]
        if gone:
            self._write([each for each in held if each not in gone])
        return gone

    def _write(self, consents: Sequence[Consent]) -> None:
        text = json.dumps([asdict(each) for each in consents], indent=2, ensure_ascii=False) + "\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with written_whole(self.path) as file:
                Path(file.name).chmod(0o600)
                file.write(text.encode())
        except OSError as error:
            raise ConsentError(f"The consents {self.path} cannot be written ({error}). Nothing was agreed.") from error


def _consent(values: dict[str, Any]) -> Consent:
    known = {field.name: values[field.name] for field in fields(Consent) if field.name in values}
    given = Consent(**known)
    switches = (given.unencrypted, given.proxies)
    texts = (given.origin, given.who, given.when, given.statement, given.key_file, given.key_variable)
    if given.purpose not in get_args(Purpose) or not all(type(each) is bool for each in switches):
        raise ValueError("one of them is of no known kind")
    if not all(isinstance(each, str) for each in texts):
        raise ValueError("one of them has a value that is no text")
    return given


def _names(origin: str) -> set[str]:
    """What an origin may be called: whole, without its scheme, and by its host alone."""
    rest = origin.partition("://")[2]
    return {origin, rest, rest.rpartition(":")[0], rest.rpartition(":")[0].strip("[]")}


def _who() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "the person at this computer"
