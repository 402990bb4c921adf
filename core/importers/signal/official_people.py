"""This file is where people, groups and chats of Signal's own plaintext export get their names and keys.

The numbers of recipients and chats mean something inside one file only: what stays is the account id (ACI), else the
phone number. A group is known by a digest of its master key, which is a secret and is not kept.
"""

import base64
import binascii
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any
from uuid import UUID

from core.json_values import members, word
from core.types import ConversationKind

_NAMES = (("systemGivenName", "systemFamilyName"), ("profileGivenName", "profileFamilyName"))


@dataclass(frozen=True, slots=True)
class Recipient:
    """One person, group or list. key: None where nothing tells it from another one."""

    name: str
    key: str | None
    kind: ConversationKind = "private"


@dataclass
class People:
    """Recipients by their number in the file, chats to recipients, names by account id; own: the exporting person."""

    recipients: dict[str, Recipient] = field(default_factory=dict)
    chats: dict[str, str] = field(default_factory=dict)
    by_account: dict[str, str] = field(default_factory=dict)
    own: str = "Me"

    def learn(self, frame: dict[str, Any]) -> str | None:
        """Takes what a frame says about people; what kind of frame that was, None for any other."""
        if account := members(frame.get("account")):
            self.own = _joined(account, "givenName", "familyName") or self.own
            return "account"
        if recipient := members(frame.get("recipient")):
            self._recipient(recipient)
            return "recipient"
        if chat := members(frame.get("chat")):
            self.chats[word(chat.get("id"))] = word(chat.get("recipientId"))
            return "chat"
        return None

    def of(self, number: Any) -> Recipient:
        """The recipient of that number."""
        return self.recipients.get(word(number)) or Recipient("Unknown", None, "unknown")

    def chat(self, number: str) -> Recipient:
        """With whom a chat is."""
        return self.of(self.chats.get(number))

    def account(self, raw: Any) -> str:
        """The name of the person with an account id, as it stands in updates of groups and in mentions."""
        key = account_id(raw)
        return self.by_account.get(key, "somebody") if key else "somebody"

    def _recipient(self, raw: dict[str, Any]) -> None:
        number = word(raw.get("id"))
        if "self" in raw:
            self.recipients[number] = Recipient(self.own, "self")
        elif group := members(raw.get("group")):
            self.recipients[number] = _group(group)
        elif contact := members(raw.get("contact")):
            self.recipients[number] = _contact(contact)
            for name in ("aci", "pni"):
                if key := account_id(contact.get(name)):
                    self.by_account[key] = self.recipients[number].name
        elif "releaseNotes" in raw:
            self.recipients[number] = Recipient("Signal", "release notes", "channel")
        else:
            inner = members(raw.get("distributionList")) or members(raw.get("callLink"))
            name = word(inner.get("name")) or word(members(inner.get("distributionList")).get("name"))
            self.recipients[number] = Recipient(name or "Unknown", None, "unknown")


def account_id(raw: Any) -> str | None:
    """A UUID from the bytes of an ACI or PNI, which stand as base64; a PNI may have a byte before them."""
    data = bytes_of(raw)
    return str(UUID(bytes=data[-16:])) if len(data) in (16, 17) else None


def bytes_of(raw: Any) -> bytes:
    """The bytes of a base64 string, none of anything else."""
    try:
        return base64.b64decode(word(raw), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _joined(facts: dict[str, Any], given: str, family: str) -> str:
    return " ".join(part for part in (word(facts.get(given)), word(facts.get(family))) if part)


def _contact(contact: dict[str, Any]) -> Recipient:
    nickname = _joined(members(contact.get("nickname")), "given", "family")
    names = [nickname, *(_joined(contact, *pair) for pair in _NAMES), word(contact.get("systemNickname"))]
    phone = f"+{word(contact['e164'])}" if word(contact.get("e164")) else ""
    name = next((each for each in (*names, phone, word(contact.get("username"))) if each), "Unknown")
    return Recipient(name, account_id(contact.get("aci")) or phone or account_id(contact.get("pni")))


def _group(group: dict[str, Any]) -> Recipient:
    title = members(members(group.get("snapshot")).get("title"))
    secret = bytes_of(group.get("masterKey"))
    key = f"group-{blake2b(secret, digest_size=8).hexdigest()}" if secret else None
    return Recipient(word(title.get("title")) or "Group", key, "group")
