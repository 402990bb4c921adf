"""This file is where the segments and embedded things of a Hangouts message become text, files and places."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import unquote

from core.export import Export
from core.file_kinds import kind_of
from core.json_values import members, objects, word
from core.types import AttachmentKind, ExportedAttachment

_KINDS: dict[str, AttachmentKind] = {
    "PHOTO": "image",
    "ANIMATED_PHOTO": "gif",
    "VIDEO": "video",
    "AUDIO": "audio",
    "STICKER": "sticker",
}
_ADDRESSES = ("url", "original_content_url", "download_url")
_PICTURES = ("plus_photo", "plus_audio", "plus_audio_v2", "plus_video", "embeds.PlusPhoto.plus_photo")
_ACTION = 4
"""The annotation of "/me waves"."""


def text_of(message: dict[str, Any]) -> str:
    """What was written: texts, links and line breaks in a row."""
    segments = objects(members(message.get("message_content")).get("segment"))
    text = "".join(_segment(segment) for segment in segments)
    is_action = any(note.get("type") == _ACTION for note in objects(message.get("annotation")))
    return f"/me {text}" if is_action and text else text


def attachments_of(embeds: Sequence[dict[str, Any]], export: Export, entry: str) -> tuple[ExportedAttachment, ...]:
    """The pictures and other files. Takeout keeps some beside Hangouts.json, under the name that their address ends
    with; of all others only the address is left."""
    folder = entry.rpartition("/")[0]
    return tuple(_attachment(photo, export, folder) for photo in _photos(embeds))


def place_of(embeds: Sequence[dict[str, Any]]) -> str:
    """A place that was shared: its name, address and coordinates; "" when nothing is a place."""
    for embed in embeds:
        item = members(embed.get("embed_item"))
        place = (
            members(item.get("place_v2")) or members(item.get("embeds.PlaceV2.place_v2")) or members(item.get("place"))
        )
        if place:
            lines = [word(place.get("name")), _street(place), _point(members(place.get("geo"))), word(place.get("url"))]
            return "\n".join(dict.fromkeys(line for line in lines if line)) or "Location"
    return ""


def _segment(segment: dict[str, Any]) -> str:
    if word(segment.get("type")) == "LINE_BREAK":
        return "\n"
    text = word(segment.get("text"))
    target = word(members(segment.get("link_data")).get("link_target"))
    is_link = word(segment.get("type")) == "LINK" and target and "google.com/url?" not in target
    return f"{text} ({target})" if is_link and text and text.partition("://")[2] not in target else text or target


def _photos(embeds: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for embed in embeds:
        if found := _named(members(embed.get("embed_item")), *_PICTURES):
            yield found


def _named(raw: dict[str, Any], *keys: str) -> dict[str, Any]:
    """The first object that stands under one of the keys: older exports write the long names."""
    return next((found for key in keys if (found := members(raw.get(key)))), {})


def _attachment(photo: dict[str, Any], export: Export, folder: str) -> ExportedAttachment:
    stated = _KINDS.get(word(photo.get("media_type")))
    address = next((word(photo[key]) for key in _ADDRESSES if word(photo.get(key))), "")
    address = address or word(members(photo.get("thumbnail")).get("image_url"))
    name = unquote(address.partition("?")[0].rpartition("/")[2])
    kind = stated or (kind_of(name) if "." in name else "image")
    entry = export.resolve(name, folder) if name else None
    if entry is not None and entry.rpartition("/")[0] == folder:
        return ExportedAttachment(kind, name, "found", entry)
    return ExportedAttachment(kind, name, "not_exported", caption=address)


def _street(place: dict[str, Any]) -> str:
    address = members(place.get("address"))
    inner = _named(address, "postal_address_v2", "embeds.PostalAddressV2.postal_address_v2")
    return word(inner.get("name")) or word(inner.get("street_address")) or word(address.get("name"))


def _point(geo: dict[str, Any]) -> str:
    inner = _named(geo, "geo_coordinates_v2", "embeds.GeoCoordinatesV2.geo_coordinates_v2") or geo
    latitude, longitude = inner.get("latitude"), inner.get("longitude")
    numbers = isinstance(latitude, int | float) and isinstance(longitude, int | float)
    return f"{latitude}, {longitude}" if numbers else ""
