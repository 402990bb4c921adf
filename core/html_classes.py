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


def is_one_of(element: Element, names: Collection[str]) -> bool:
    """True for an element whose tag or one of whose classes is among the names."""
    return element.tag in names or any(name in names for name in classes_of(element))


def all_with(element: Element, *names: str) -> Iterator[Element]:
    """The elements inside this one (not itself) with one of these classes or tags, in the order of the page."""
    return (inner for inner in element.iterdescendants() if is_one_of(inner, names))


def first(element: Element, *names: str) -> Element | None:
    """The first element inside this one with one of these classes or tags."""
    return next(all_with(element, *names), None)
