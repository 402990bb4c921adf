"""This file is where Slack's ids of people become names: from users.json, or from what messages say of senders."""

from collections.abc import Iterator
from typing import Any

from core.json_values import members, word

_PROGRAMS = {"USLACKBOT": "Slackbot"}


class People:
    """Names by id, of people and of bots; an id that nobody names stays what it is."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def add(self, raw: Any) -> None:
        """Takes one entry of users.json; a bot's user is known by the bot's id too."""
        user = members(raw)
        name = next(_names(user), "")
        for number in (word(user.get("id")), word(members(user.get("profile")).get("bot_id"))):
            if number and name:
                self._names[number] = name

    def learn(self, number: str, profile: Any) -> None:
        """Takes the profile that a message carries of its sender (people of shared channels are in no list)."""
        name = next(_names({"profile": profile, "name": members(profile).get("name")}), "")
        if number and name:
            self._names.setdefault(number, name)

    def known(self, number: str) -> str:
        """The name of an id, "" where it is not known."""
        return self._names.get(number) or _PROGRAMS.get(number, "")

    def name(self, number: str) -> str:
        return self.known(number) or number


def _names(user: dict[str, Any]) -> Iterator[str]:
    """What a person is called, best first: the name they chose, their real name, their account's name."""
    profile = members(user.get("profile"))
    for value in (profile.get("display_name"), user.get("real_name"), profile.get("real_name"), user.get("name")):
        if name := word(value).strip():
            yield name
