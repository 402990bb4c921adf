"""This file is where the name or the MIME type of a file tells what it is."""

from core.types import AttachmentKind

_ENDINGS: dict[AttachmentKind, str] = {
    "contact": "vcf",
    "voice": "opus silk",
    "image": "jpg jpeg png heic heif bmp tif tiff avif jfif",
    "sticker": "webp tgs",
    "gif": "gif",
    "video": "mp4 mov 3gp 3gpp mkv avi webm m4v mpg mpeg wmv",
    "audio": "mp3 m4a aac ogg oga wav amr flac wma caf aiff",
}
_BY_ENDING = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings.split()}
_BY_TYPE: dict[str, AttachmentKind] = {"image": "image", "video": "video", "audio": "audio"}
_BY_FULL_TYPE: dict[str, AttachmentKind] = {
    "image/gif": "gif",
    "text/vcard": "contact",
    "text/x-vcard": "contact",
    "audio/opus": "voice",
}


def kind_of(name: str, media_type: str | None = None) -> AttachmentKind:
    """What a file is, by its MIME type where one is given ("image/jpeg"), else by the ending of its name; "file" when
    neither tells."""
    stated = (media_type or "").partition(";")[0].strip().casefold()
    by_type = _BY_FULL_TYPE.get(stated) or _BY_TYPE.get(stated.partition("/")[0])
    return by_type or _BY_ENDING.get(ending_of(name), "file")


def is_media(name: str) -> bool:
    """True when the ending is one of a picture, sound, video or contact."""
    return ending_of(name) in _BY_ENDING


def ending_of(name: str) -> str:
    """What stands behind the last dot of a name, folded; "" where there is none."""
    base = name.rsplit("/", 1)[-1]
    return base.rsplit(".", 1)[-1].strip().casefold() if "." in base else ""
