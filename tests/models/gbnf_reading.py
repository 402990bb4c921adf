"""This file is where tests find a small reader of llama.cpp's grammars: literals, rules, ( ), | and ?."""

import re
from functools import cache

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[A-Za-z0-9-]+|[()|?]')

Node = tuple[object, ...]


class Grammar:
    """The texts that a grammar admits, told by trying every way at once."""

    def __init__(self, text: str) -> None:
        self._rules: dict[str, Node] = {}
        for line in text.splitlines():
            name, meant = line.split(" ::= ", 1)
            tokens = _TOKEN.findall(meant)
            assert "".join(tokens) == meant.replace(" ", ""), f"not understood: {line}"
            self._rules[name] = _alternatives(tokens)
            assert not tokens, f"not understood: {line}"

    def admits(self, text: str) -> bool:
        @cache
        def rule(name: str, at: int) -> frozenset[int]:
            return frozenset(ends(self._rules[name], at))

        def ends(node: Node, at: int) -> set[int]:
            kind, *parts = node
            if kind == "literal":
                return {at + len(str(parts[0]))} if text.startswith(str(parts[0]), at) else set()
            if kind == "rule":
                return set(rule(str(parts[0]), at))
            if kind == "or":
                return {end for part in parts for end in ends(part, at)}  # type: ignore[arg-type]
            reached = {at}
            for part in parts:
                reached = {end for start in reached for end in ends(part, start)}  # type: ignore[arg-type]
            return reached

        return len(text) in rule("root", 0)


def _alternatives(tokens: list[str]) -> Node:
    parts = [_sequence(tokens)]
    while tokens and tokens[0] == "|":
        tokens.pop(0)
        parts.append(_sequence(tokens))
    return ("or", *parts)


def _sequence(tokens: list[str]) -> Node:
    parts: list[Node] = []
    while tokens and tokens[0] not in "|)":
        token = tokens.pop(0)
        if token == "(":
            node = _alternatives(tokens)
            assert tokens.pop(0) == ")"
        elif token.startswith('"'):
            node = ("literal", token[1:-1])
        else:
            node = ("rule", token)
        if tokens and tokens[0] == "?":
            tokens.pop(0)
            node = ("or", node, ("literal", ""))
        parts.append(node)
    return ("sequence", *parts)
