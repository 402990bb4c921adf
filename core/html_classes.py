"""This file is where elements of a page are told apart by their class names."""

from collections.abc import Collection, Iterator
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element


def classes_of(element: Element) -> list[str]:
    """The class names of an element."""
    return (element.get("class") or "").split()


def has_class(element: Element, name: str) -> bool:
    return name in classes_of(element)


def is_one_of(element: Element, names: frozenset[str]) -> bool:
    """True for an element whose tag or one of whose classes is among the names."""
    if element.tag in names:
        return True
    classes = element.get("class")
    return bool(classes) and not names.isdisjoint(classes.split())  # type: ignore[union-attr]


def all_with(element: Element, *names: str) -> Iterator[Element]:
    """The elements inside this one (not itself) with one of these classes or tags, in the order of the page."""
    wanted = frozenset(names)
    return (inner for inner in element.iterdescendants() if is_one_of(inner, wanted))


def first(element: Element, *names: str) -> Element | None:
    """The first element inside this one with one of these classes or tags."""
    return next(all_with(element, *names), None)


class Inside:
    """The elements inside one (not itself) by class and tag, found in one walk: for an element that is asked often."""

    def __init__(self, element: Element) -> None:
        self._named: dict[str, list[tuple[int, Element]]] = {}
        named = self._named
        for place in enumerate(element.iterdescendants()):
            tag, classes = str(place[1].tag), place[1].get("class")
            named.setdefault(tag, []).append(place)
            for name in set(classes.split()) if classes else ():
                if name != tag:
                    named.setdefault(name, []).append(place)

    def all(self, *names: str) -> list[Element]:
        """Those with one of these classes or tags, in the order of the page."""
        if len(names) == 1:
            return [inner for _, inner in self._named.get(names[0], ())]
        found = {number: inner for name in names for number, inner in self._named.get(name, ())}
        return [found[number] for number in sorted(found)]

    def first(self, *names: str) -> Element | None:
        """The first of them."""
        found = [self._named[name][0] for name in names if name in self._named]
        return min(found, key=lambda each: each[0])[1] if found else None

    def has(self, names: Collection[str]) -> bool:
        """True when one of the classes or tags is there."""
        return not self._named.keys().isdisjoint(names)
