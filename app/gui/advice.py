"""This file is where what an error advises is said in the window's language; the error's own words are English."""

from PySide6.QtCore import QCoreApplication, QLocale

from app.gui.look.text import isolate

_MOST = 600


def own_words(error: BaseException) -> str:
    """What the error says; in another language than English first its advice, then the words as details."""
    words = str(error)[:_MOST]
    if QLocale().language() == QLocale.Language.English:
        return words
    details = QCoreApplication.translate("Advice", "Details: {words}").format(words=isolate(words))
    advice = next((text for part, text in advices().items() if part in words), "")
    return "\n".join(filter(None, (advice, details)))


def unknown_words(error: BaseException) -> str:
    """The file that no importer knows, and why; in another language than English wholly in that one where it can be."""
    words = str(error).partition("\n")[0][:_MOST]
    name, _, reason = words.partition(": ")
    told = next((text for part, text in _unknown().items() if part in reason), "")
    if not told or QLocale().language() == QLocale.Language.English:
        return words if QLocale().language() == QLocale.Language.English else own_words(error).partition("\n")[0]
    return f"{isolate(name)}: {told}"


def _unknown() -> dict[str, str]:
    """Why nothing can be done with a file, and the same in the window's language."""
    translate = QCoreApplication.translate
    return {
        "no importer knows its content": translate("Advice", "its content is like no app's export."),
        "it is empty": translate("Advice", "the file is empty."),
        "no file in it that can be read": translate("Advice", "there is no file in it that can be read."),
        "encrypted backup of Signal": translate(
            "Advice",
            "it is an encrypted backup of Signal. Export the chat history as plaintext in Signal (Settings, Chats).",
        ),
        "no WhatsApp chat text in it": translate(
            "Advice", "there is no WhatsApp chat text in it. Export the chat again and import the whole zip."
        ),
    }


def advices() -> dict[str, str]:
    """Words of an error that tell what to do, the most exact first, and the same in short in the window's language."""
    translate = QCoreApplication.translate
    return {
        "The disk is full": translate("Advice", "The disk is full. Free some space and repeat the step."),
        "Is the disk full": translate("Advice", "The disk may be full. Free some space and repeat the step."),
        "Another program is writing": translate(
            "Advice", "Another program is writing to the archive. Close it and try again."
        ),
        "Another ChatTrove is importing": translate(
            "Advice", "Another ChatTrove is importing. Wait until it has finished, then try again."
        ),
        "The file is read-only": translate("Advice", "The file is read-only. Check its permissions."),
        "Check the folder's permissions": translate("Advice", "Check the permissions of the folder."),
        "Check its permissions": translate("Advice", "Check its permissions."),
        "Check that its disk is there": translate(
            "Advice", "Check that the disk is there, and that files can be written in the folder."
        ),
        "Restore it from a backup": translate(
            "Advice", "The archive is damaged. Restore it from a backup, or import your exports into a new archive."
        ),
        "newer ChatTrove": translate(
            "Advice", "A newer ChatTrove wrote this archive. Update ChatTrove, or open another archive."
        ),
        "database of another program": translate("Advice", "This folder belongs to another program."),
        "There is no archive in": translate("Advice", "There is no archive in this folder. Choose another."),
        "is not empty": translate("Advice", "A new archive needs an empty folder."),
        "Choose another folder": translate("Advice", "Choose another folder."),
        "Choose another place": translate("Advice", "Nothing can be written there. Choose another place."),
        "there is no such file or folder": translate("Advice", "This file or folder is not there. Check the path."),
        "is encrypted": translate("Advice", "It is locked with a password. Export it without one."),
        "zip is damaged": translate("Advice", "The zip is damaged. Export the chat again."),
        "Install ChatTrove again": translate("Advice", "Install ChatTrove again."),
        "xport the chat again": translate("Advice", "Export the chat again."),
        "can be read from it": translate("Advice", "Nothing in it could be read. Export it again."),
        "is not a date that can be understood": translate("Advice", "Write dates like 2024-05-13, or 2024."),
        "has written in this archive": translate(
            "Advice", "Nobody of that name has written here. Choose from the list that appears while you type."
        ),
        "No conversation is called": translate(
            "Advice", "No conversation has that name. Choose from the list that appears while you type."
        ),
        "Use has:image": translate("Advice", "Behind “has:” may stand image, file, link or voice."),
        "The dates exclude each other": translate(
            "Advice", "The dates exclude each other. Remove one of the date filters."
        ),
        "No conversation fits": translate("Advice", "No conversation fits all filters. Remove one of them."),
        "What the search was narrowed to": translate("Advice", "What was searched is gone. Search everything."),
        "are possible. Shorten it": translate("Advice", "The question is too long. Shorten it."),
        "only words and phrases can be excluded": translate(
            "Advice", "Only words and phrases can be excluded with a minus."
        ),
        "Mend or delete the file": translate("Advice", "Mend or delete the settings file."),
        "which is not installed. Run": translate(
            "Advice", "A package is missing. Run the command that is named below, then start ChatTrove again."
        ),
        "Nobody answers at": translate("Advice", "The server does not answer. Start it, or use other models."),
        "There is no memory": translate(
            "Advice", "There is too little memory. Close other programs, or use a smaller model."
        ),
        "is not a GGUF file": translate("Advice", "This is no GGUF file. Choose another."),
        "There is no mmproj file": translate(
            "Advice", "The part that sees is missing. Put the model's own mmproj file beside it."
        ),
        "own mmproj file": translate(
            "Advice", "The part that sees is of another model. Put the model's own mmproj file beside it."
        ),
        "is cut off": translate("Advice", "The file is not whole. Copy or download it again."),
        "Add it again, or use other models": translate(
            "Advice", "The chosen models are gone or damaged. Add them again, or use those that come along."
        ),
        "Nothing was added": translate("Advice", "The model is not what its manifest says. Nothing was added."),
    }
