"""This file is where a shared place is known by its coordinates. Nothing is ever asked of a map service."""

import re

_NUMBER = r"([-+]?\d{1,3}(?:\.\d{1,15})?)"
_POINT = re.compile(rf"(?:^|[\s=@:(]){_NUMBER}\s*(?:,|%2C)\s*{_NUMBER}(?=$|[\s&)/,])", re.IGNORECASE | re.MULTILINE)
_READ = 2_000


def coordinates(text: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, alone on a line or in a link; None where there are none."""
    for found in _POINT.finditer(text[:_READ]):
        latitude, longitude = float(found[1]), float(found[2])
        exact = "." in found[1] or "." in found[2]
        if exact and abs(latitude) <= 90 and abs(longitude) <= 180:
            return latitude, longitude
    return None


def shown(point: tuple[float, float]) -> str:
    """ "52.5200° N, 13.4050° E"."""
    latitude, longitude = point
    north, east = "N" if latitude >= 0 else "S", "E" if longitude >= 0 else "W"
    return f"{abs(latitude):.4f}° {north}, {abs(longitude):.4f}° {east}"


def besides(text: str) -> str:
    """The text without a line that is only coordinates."""
    lines = [line for line in text.split("\n") if not (_POINT.fullmatch(line.strip()) or not line.strip())]
    return "\n".join(lines)
