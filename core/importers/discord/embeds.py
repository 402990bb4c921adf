"""This file is where embeds and polls in JSON become lines of text."""

from collections.abc import Sequence
from typing import Any

from core.json_values import count, members, objects, word


def embed_lines(embeds: Any) -> list[str]:
    """What embeds say, in the order in which the exporter's TXT has it."""
    return [line for embed in objects(embeds) for line in _lines(embed)]


def embed_pictures(embeds: Any) -> list[str]:
    """The addresses of the pictures of embeds."""
    found = []
    for embed in objects(embeds):
        pictures = [*objects(embed.get("images")), members(embed.get("image")), members(embed.get("thumbnail"))]
        found += [word(picture.get("url")) for picture in pictures]
    return list(dict.fromkeys(address for address in found if address))


def poll_lines(poll: Any) -> list[str]:
    """The question of a poll and its answers with their votes."""
    facts = members(poll)
    question = facts.get("question")
    results = objects(members(facts.get("results")).get("answers"))
    votes = {word(result.get("id")): count(result.get("count")) for result in results}
    answers = [
        f"• {_answer(answer)} ({votes_in_words(votes.get(word(answer.get('id')), 0))})"
        for answer in objects(facts.get("answers"))
    ]
    return [word(question) or word(members(question).get("text")), *answers]


def poll_result_lines(embeds: Any) -> list[str]:
    """What the embed of a closed poll tells: the question and who won."""
    for embed in objects(embeds):
        fields = {word(each.get("name")): word(each.get("value")) for each in objects(embed.get("fields"))}
        if "poll_question_text" not in fields:
            continue
        winner = fields.get("victor_answer_text") or fields.get("victor_answer_emoji_name") or ""
        votes, total = fields.get("victor_answer_votes") or "0", fields.get("total_votes") or "0"
        result = f"• {winner} ({votes} of {total} votes)" if winner else f"{total} votes"
        return [fields["poll_question_text"], result]
    return []


def votes_in_words(number: int) -> str:
    return "1 vote" if number == 1 else f"{number} votes"


def joined(*parts: str | Sequence[str]) -> str:
    """Lines one under the other; empty ones are left out."""
    lines = [line for part in parts for line in ([part] if isinstance(part, str) else part)]
    return "\n".join(line.strip() for line in lines if line.strip())


def _answer(answer: dict[str, Any]) -> str:
    emoji = word(members(answer.get("emoji")).get("name"))
    return " ".join(part for part in (emoji, word(answer.get("text"))) if part)


def _lines(embed: dict[str, Any]) -> list[str]:
    fields = [word(each.get(key)) for each in objects(embed.get("fields")) for key in ("name", "value")]
    author, footer = members(embed.get("author")), members(embed.get("footer"))
    named = [word(author.get("name")), *(word(embed.get(key)) for key in ("url", "title", "description"))]
    return [line for line in (*named, *fields, word(footer.get("text"))) if line.strip()]
