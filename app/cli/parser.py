"""This file is where the commands, their arguments and their help stand."""

import re
from argparse import (
    REMAINDER,
    ArgumentParser,
    ArgumentTypeError,
    BooleanOptionalAction,
    Namespace,
    RawDescriptionHelpFormatter,
)
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from app.cli import codes
from app.mappings import mapping_named
from core.errors import SettingsError
from core.mapping import ColumnMapping
from core.types import MEDIA_KINDS

Action = Callable[[Namespace], int]

_ASKING = ("search", "export", "media")
FORMS = ("markdown", "html", "pdf", "png", "text", "json", "zip")
_EXCLUDED = re.compile(r"-(?!-|[ho]$)[^\s\d]")


def parse_arguments(arguments: Sequence[str]) -> Namespace:
    """The chosen command with its `action`. Exits with code 2 and a usage line when the arguments are wrong.

    A question's excluded words (`-work`) are no options: they are kept aside and put back behind its words.
    """
    arguments, excluded = _set_aside(list(arguments))
    parser = ArgumentParser(
        prog="chattrove",
        description="Search your own chats by meaning, offline. Without a command the window opens.",
        epilog="exit codes:\n" + "\n".join(f"  {code:>3}  {text}" for code, text in codes.MEANINGS.items()),
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"ChatTrove {_version()}")
    common = ArgumentParser(add_help=False)
    common.add_argument("--archive", type=Path, metavar="DIR", help="folder of the archive (default: the settings')")
    about = "Chroma server with the search index, or built-in (default: the settings')"
    common.add_argument("--index", metavar="URL", help=about)
    common.add_argument("--verbose", action="store_true", help="print the traceback of a bug")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_taking_in(commands, common)
    _add_finding(commands, common)
    _add_keeping(commands, common)
    _add_choosing(commands, common)
    _add_measuring(commands, common)
    chosen = parser.parse_args(arguments)
    if excluded:
        chosen.query += excluded
    return chosen


def _set_aside(arguments: list[str]) -> tuple[list[str], list[str]]:
    """The arguments that argparse may see, and the words that a question excludes."""
    if not arguments or arguments[0] not in _ASKING or "--" in arguments:
        return arguments, []
    excluded = [each for each in arguments if _EXCLUDED.match(each)]
    if arguments[0] == "export":  # -oFILE
        excluded = [each for each in excluded if not each.startswith("-o")]
    return [each for each in arguments if each not in excluded], excluded


def _add_taking_in(commands: Any, common: ArgumentParser) -> None:
    taking = commands.add_parser("import", parents=[common], help="read exports into the archive and index them")
    taking.add_argument("paths", nargs="+", type=Path, metavar="EXPORT", help="a file, folder or zip from a chat app")
    taking.add_argument(
        "--as", dest="importer", metavar="NAME", help="take it for this format instead of recognising it"
    )
    taking.add_argument("--date-order", choices=("dmy", "mdy", "ymd"), help="order of day, month and year in its dates")
    taking.add_argument(
        "--zone", type=_zone, metavar="NAME", help="zone of times that name none, e.g. Europe/Lisbon (default: here)"
    )
    taking.add_argument(
        "--mapping",
        type=_mapping,
        metavar="COLUMNS",
        help='what the columns of a table are: "time=Date, sender=Author, text=Body", or the name of a saved mapping',
    )
    taking.add_argument(
        "--save-mapping", metavar="NAME", help="keep what the columns are, for tables with the same ones"
    )
    taking.add_argument("--reference", action="store_true", help="leave media files where they are (not inside a zip)")
    taking.add_argument("--no-index", action="store_true", help="only store; `chattrove index` makes it searchable")
    taking.add_argument("--no-ocr", action="store_true", help="do not read the text in pictures")
    taking.add_argument("--json", action="store_true", help="the report as one JSON object")
    taking.set_defaults(action=_lazily("taking_in", "import_exports"))
    mappings = commands.add_parser("mappings", parents=[common], help="list what was saved of the columns of tables")
    mappings.add_argument("--delete", metavar="NAME", help="forget one")
    mappings.add_argument("--json", action="store_true")
    mappings.set_defaults(action=_lazily("tables", "mappings"))
    history = commands.add_parser("history", parents=[common], help="list the imports, or tell all about one")
    history.add_argument("number", nargs="?", type=_positive, metavar="IMPORT", help="number of an import")
    history.add_argument("--json", action="store_true")
    history.set_defaults(action=_lazily("history", "history"))
    undo = commands.add_parser("undo", parents=[common], help="take out what an import brought")
    undo.add_argument("number", type=_positive, metavar="IMPORT", help="its number, as `history` lists it")
    undo.add_argument("--yes", action="store_true", help="do not ask")
    undo.set_defaults(action=_lazily("history", "undo"))
    formats = commands.add_parser("formats", help="how to export from each app, and what is kept")
    formats.add_argument("platform", nargs="?", metavar="APP", help="a part of an app's name")
    formats.add_argument("--chinese", action="store_true", help="in Chinese")
    formats.set_defaults(action=_lazily("formats", "formats"))


def _add_finding(commands: Any, common: ArgumentParser) -> None:
    search = commands.add_parser("search", parents=[common], help="ask a question, get the messages that answer it")
    _add_query(search)
    search.add_argument("--json", action="store_true", help="the results as one JSON object")
    search.add_argument("--saved", metavar="NAME", help="ask a saved question; words behind it are added to it")
    search.add_argument("--reader", metavar="NAME", help="the reader of these added models, or “shipped”, this once")
    search.add_argument("--all", action="store_true", help="read every candidate, also where nothing speaks for it")
    search.set_defaults(action=_lazily("finding", "search"))
    past = commands.add_parser("questions", parents=[common], help="list what was asked and saved; save, forget, clear")
    past.add_argument("--saved", action="store_true", help="only what is saved")
    past.add_argument("--json", action="store_true")
    past.add_argument("--save", nargs=2, metavar=("NAME", "TEXT"), help="save a question under a name")
    past.add_argument("--forget", metavar="TEXT", help="forget a question, by its text or its name")
    past.add_argument("--clear", action="store_true", help="forget everything that was asked; what is saved stays")
    past.set_defaults(action=_lazily("questions", "questions"))
    export = commands.add_parser("export", parents=[common], help="write the results of a search to a file")
    _add_query(export)
    export.add_argument("--format", choices=FORMS, help="default: by the file's ending")
    export.add_argument("--output", "-o", type=Path, required=True, metavar="FILE")
    export.add_argument("--overwrite", action="store_true", help="replace the file without asking")
    export.add_argument("--hide-names", action="store_true", help="call the people A, B, C, ...")
    export.add_argument("--no-context", action="store_true", help="only what answers, without messages around it")
    about = "show pictures, or only name them (beside Markdown they need a .zip)"
    export.add_argument("--pictures", action=BooleanOptionalAction, help=about)
    export.add_argument(
        "--keep-metadata", action="store_true", help="zip: the original picture files, with GPS and all"
    )
    export.set_defaults(action=_lazily("exporting", "export"))
    media = commands.add_parser("media", parents=[common], help="list or copy what was sent: pictures, files, voice")
    _add_filters(media)
    media.add_argument("--kind", dest="media_kinds", action="append", choices=MEDIA_KINDS, help="only this kind")
    media.add_argument("--count", type=_positive, metavar="N", help="the newest N (default: all)")
    media.add_argument("--copy-to", type=Path, metavar="DIR", help="write copies into this folder; nothing is replaced")
    media.add_argument("--json", action="store_true", help="the list as one JSON object")
    media.set_defaults(action=_lazily("media", "media"))
    show = commands.add_parser("show", parents=[common], help="list the conversations, or print one from a message on")
    show.add_argument("conversation", nargs="?", metavar="CONVERSATION", help="its number or a part of its title")
    show.add_argument("--at", metavar="KEY", help="key of a message; without it, the end of the conversation")
    show.add_argument("--count", type=_positive, default=20, metavar="N", help="messages to print (default 20)")
    show.set_defaults(action=_lazily("finding", "show"))
    active = commands.add_parser("activity", parents=[common], help="how much was written when")
    active.add_argument("conversation", nargs="?", metavar="CONVERSATION", help="its number or a part of its title")
    active.add_argument("--by", choices=("day", "month", "year"), default="month", help="default: month")
    active.add_argument("--json", action="store_true")
    active.set_defaults(action=_lazily("activity", "activity"))
    dump = commands.add_parser("dump", parents=[common], help="every message of the archive, one JSON object a line")
    dump.set_defaults(action=_lazily("finding", "dump"))


def _add_query(command: ArgumentParser) -> None:
    _add_filters(command)
    command.add_argument("--top", type=_positive, default=20, metavar="K", help="fragments to read (default 20)")


def _add_filters(command: ArgumentParser) -> None:
    command.add_argument(
        "query", nargs="*", help='words, "phrases", -excluded, from: in: with: has: before: after: on: during:'
    )
    command.add_argument("--from", dest="senders", action="append", default=[], metavar="NAME")
    command.add_argument("--in", dest="chats", action="append", default=[], metavar="CHAT")
    command.add_argument("--with", dest="people", action="append", default=[], metavar="NAME")
    command.add_argument(
        "--has", dest="kinds", action="append", default=[], metavar="KIND", help="image, file, link, voice"
    )
    for name in ("before", "after", "on", "during"):
        command.add_argument(f"--{name}", metavar="DATE")


def _add_keeping(commands: Any, common: ArgumentParser) -> None:
    about = "make new messages searchable, and read the text in pictures"
    index = commands.add_parser("index", parents=[common], help=about)
    index.add_argument("--rebuild", action="store_true", help="make the search index anew from the archive")
    index.add_argument("--no-ocr", action="store_true", help="do not read the text in pictures")
    index.set_defaults(action=_lazily("keeping", "index"))
    verify = commands.add_parser("verify", parents=[common], help="check the archive, the index and the media")
    verify.set_defaults(action=_lazily("keeping", "verify"))
    forget = commands.add_parser("forget", parents=[common], help="delete a conversation from the archive")
    forget.add_argument("conversation", metavar="CONVERSATION", help="its number or a part of its title")
    forget.add_argument("--yes", action="store_true", help="do not ask")
    forget.set_defaults(action=_lazily("keeping", "forget"))
    people = commands.add_parser("people", parents=[common], help="list who writes, say who is the same person")
    people.add_argument("action_name", nargs="?", choices=("list", "merge", "split"), default="list", metavar="ACTION")
    people.add_argument("persons", nargs="*", metavar="PERSON", help="numbers, or names that fit one account only")
    people.add_argument("--json", action="store_true")
    people.set_defaults(action=_lazily("people", "people"))
    judgements = commands.add_parser("judgements", parents=[common], help="what was said of answers: right or wrong")
    judgements.add_argument(
        "action_name", nargs="?", choices=("list", "export", "clear"), default="list", metavar="ACTION"
    )
    judgements.add_argument("file", nargs="?", type=Path, metavar="FILE.jsonl", help="where `export` writes to")
    judgements.add_argument(
        "--as", dest="form", choices=("records", "dialogues"), default="records", help="dialogues: for `eval read`"
    )
    judgements.add_argument("--yes", action="store_true", help="delete without asking")
    judgements.add_argument("--json", action="store_true")
    judgements.set_defaults(action=_lazily("judgements", "judgements"))
    models = commands.add_parser("models", parents=[common], help="list the models, prove, add, choose or remove some")
    actions = ("list", "known", "add", "use", "remove", "test", "download", "connect")
    models.add_argument("action_name", nargs="?", choices=actions, default="list", help="default: list")
    what = "add: a folder (also a checkpoint), zip or .gguf file; else a name, or an address"
    models.add_argument("what", nargs="?", metavar="WHAT", help=what)
    models.add_argument("--sha256", metavar="HEX", help="download: what the zip's sha256 must be")
    models.add_argument("--yes", action="store_true", help="download and remove without asking")
    models.add_argument("--model", metavar="NAME", help="connect: the model, where the server has several")
    models.add_argument("--name", metavar="NAME", help="add, download, connect: what they are called here")
    models.add_argument("--mmproj", type=Path, metavar="FILE", help="add: the part of a GGUF model that sees pictures")
    models.add_argument(
        "--base", metavar="FOLDER", help="add: what a LoRA adapter stands on, or the name of added models"
    )
    roles = ("embedder", "segmenter", "reader", "text_reader")
    models.add_argument("--role", choices=roles, help="use: only this model of them")
    layers = "use: how many layers of a GGUF model the graphics card takes, 0 for none, -1 for as many as fit"
    models.add_argument("--gpu-layers", type=_layers, metavar="N", help=layers)
    models.add_argument("--at-once", type=_positive, default=4, metavar="N", help="connect: calls at one time")
    _add_server_terms(models)
    models.add_argument("--json", action="store_true")
    models.set_defaults(action=_lazily("models", "models"))
    doctor = commands.add_parser("doctor", parents=[common], help="say what runs where, proven by a self-test")
    doctor.add_argument("--json", action="store_true")
    doctor.set_defaults(action=_lazily("keeping", "doctor"))


def _add_server_terms(command: ArgumentParser) -> None:
    command.add_argument("--key-file", type=Path, metavar="FILE", help="server: a private file with its key")
    command.add_argument("--key-variable", metavar="NAME", help="server: the environment variable with its key")
    command.add_argument("--unencrypted", action="store_true", help="server: agree to http to another computer")
    command.add_argument("--proxies", action="store_true", help="server: use the proxies that the environment names")


def _add_choosing(commands: Any, common: ArgumentParser) -> None:
    settings = commands.add_parser("settings", parents=[common], help="show the settings, or change one")
    settings.add_argument("name", nargs="?", metavar="NAME", help="of a setting")
    settings.add_argument("value", nargs="?", metavar="VALUE", help="what it becomes; on or off where it is a switch")
    settings.add_argument("--yes", action="store_true", help="index: agree to what is sent without being asked")
    _add_server_terms(settings)
    settings.add_argument("--json", action="store_true")
    settings.set_defaults(action=_lazily("settings", "settings"))
    archives = commands.add_parser("archives", parents=[common], help="list your archives, choose one")
    choosing = archives.add_subparsers(dest="action_name", metavar="ACTION")
    for name, about in (("open", "open this one from now on"), ("remove", "take it off the list; its files stay")):
        choosing.add_parser(name, help=about).add_argument("folder", type=Path, metavar="DIR")
    archives.add_argument("--json", action="store_true")
    archives.set_defaults(action=_lazily("settings", "archives"))
    privacy = commands.add_parser("privacy", parents=[common], help="what is stored where, and which sockets are open")
    privacy.add_argument("--revoke", metavar="HOST", help="take back what you agreed to send there")
    privacy.add_argument("--json", action="store_true")
    privacy.set_defaults(action=_lazily("settings", "privacy"))


def _add_measuring(commands: Any, common: ArgumentParser) -> None:
    demo = commands.add_parser("demo", parents=[common], help="import the bundled demo chat and show it answered")
    demo.add_argument("--no-window", action="store_true", help="print the answer instead")
    demo.set_defaults(action=_lazily("demo", "demo"))
    window = commands.add_parser("window", parents=[common], help="open the window")
    window.set_defaults(action=_lazily("demo", "window"))
    workshop = commands.add_parser("beside-window", parents=[common])  # not listed: a window starts it for itself
    workshop.set_defaults(action=_lazily("beside_window", "serve"))
    trial = commands.add_parser("prove-apart", parents=[common])  # not listed either: a model that may end its process
    trial.add_argument("directory", type=Path)
    trial.add_argument("role")
    trial.set_defaults(action=_lazily("trying", "prove"))
    evaluation = commands.add_parser("eval", parents=[common], help="measure the models on annotated dialogues")
    evaluation.add_argument("task", choices=("segment", "recall", "read"))
    evaluation.add_argument("data", type=Path, metavar="DATA.jsonl[.gz]")
    evaluation.add_argument("--kind", help="only queries of this kind")
    evaluation.add_argument("--predictions", type=Path, metavar="OUT.jsonl")
    evaluation.add_argument("--reader", metavar="NAME", help="for `read`: compact, an added model or its folder")
    evaluation.add_argument("--json", action="store_true")
    evaluation.set_defaults(action=_lazily("measuring", "evaluate"))
    training = commands.add_parser("train", help="train the compact models (needs the extra `train`)")
    training.add_argument("arguments", nargs=REMAINDER, metavar="STAGE ...", help="nothing lists the stages")
    training.set_defaults(action=_lazily("training", "train"), verbose=False)


def _mapping(text: str) -> ColumnMapping:
    try:
        return mapping_named(text)
    except (ValueError, SettingsError) as error:
        raise ArgumentTypeError(str(error)) from None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        sample = "Names look like Europe/Lisbon or Asia/Shanghai."
        raise ArgumentTypeError(f"there is no time zone called “{name}”. {sample}") from None


def _positive(text: str) -> int:
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise ArgumentTypeError(f"“{text}” is not a number of 1 or more")


def _layers(text: str) -> int:
    if text.isdecimal() or text == "-1":
        return int(text)
    raise ArgumentTypeError(f"“{text}” is no number of layers; -1 means as many as fit")


def _lazily(module: str, name: str) -> Action:
    """Only the module of the chosen command is imported: `chattrove --help` must answer at once."""

    def action(chosen: Namespace) -> int:
        from importlib import import_module

        return int(getattr(import_module(f"app.cli.{module}"), name)(chosen))

    return action


def _version() -> str:
    try:
        return version("chattrove")
    except PackageNotFoundError:
        return "from source"
