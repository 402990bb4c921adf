"""This file is where an encrypted backup of Signal is told, so that the person hears what to do with it."""

from core.export import Export

_OLD = b"\x00\x00\x00"
_HEADER = 0x0A
_NEW = frozenset(("main", "metadata", "files"))
_WHAT_TO_DO = (
    "it is an encrypted backup of Signal. Export the chat history as plaintext in Signal (Settings, Chats), or decrypt "
    "the backup with signalbackup-tools and its passphrase, and import what that gives."
)


def advice(export: Export) -> str | None:
    """What to do with an encrypted backup; None for anything else."""
    return _WHAT_TO_DO if _is_encrypted_backup(export) else None


def _is_encrypted_backup(export: Export) -> bool:
    """True for a file of Signal Android (its length, then a frame with an initialisation vector and a salt), and for a
    folder of the newer kind, which has the files `main`, `metadata` and `files`."""
    names = export.names()
    bases = {name.rpartition("/")[2] for name in names}
    if bases >= _NEW and not any(name.endswith(".jsonl") for name in bases):
        return True
    return any(_is_old(export.head(name, 64)) for name in names if name.lower().endswith(".backup") or len(names) == 1)


def _is_old(head: bytes) -> bool:
    return len(head) > 40 and head.startswith(_OLD) and head[4] == _HEADER and head[6] == _HEADER and head[7] == 16
