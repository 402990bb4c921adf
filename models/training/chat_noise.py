"""This file is where clean dialogues get what real chats have: typos, "ok" and "好的", emoji, links, and several short
messages where one would do.

All words here were written for this; every choice is the given dice's.
"""

import re
from random import Random

SHORT = {
    "en": "ok|okay|k|lol|haha|hahaha|yeah|yep|nope|sure|thx|thanks|ty|np|nice|cool|wow|hm|hmm|oh|omg|same|got it|"
    "sounds good|brb|one sec|true|exactly|right|good point|no idea|sorry|?|...|+1|👍|😂|❤️|🙏|😅|🤔|🎉",
    "zh": "好的|好|嗯|嗯嗯|哈哈|哈哈哈|哦|哦哦|行|可以|收到|没问题|谢谢|谢啦|不客气|是的|对|对对对|真的吗|牛|赞|在吗|"
    "等下|稍等|算了|随便|不知道|？|……|呃|1|ok|👍|😂|🙏|😅|[捂脸]|[强]|[呲牙]|[偷笑]",
}
_EMOJI = ["😂", "😅", "😊", "🙏", "👍", "🎉", "🤔", "😭", "❤️", "🔥", "👀", "🙈"]
_HOSTS = (
    "example.org/news|example.com/p|maps.example.net/?q|shop.example.com/item|video.example.org/watch|pan.example.cn/s"
)
_FILLERS = {"en": ("well, ", "so ", "um ", "btw ", "hey ", "oh "), "zh": ("那个，", "嗯，", "话说", "对了，", "诶，")}
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=\S)|(?<=[。！？；…])(?=\S)|(?<=[,，])\s*(?=\S{12})")
_FULL_STOP = re.compile(r"[.。]$")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def interjection(language: str, dice: Random) -> str:
    """A short message that says next to nothing; now and then a link."""
    if dice.random() < 0.1:
        return link(dice)
    return dice.choice(SHORT[language].split("|"))


def link(dice: Random) -> str:
    number = "".join(dice.choice(_LETTERS + "0123456789") for _ in range(dice.randint(4, 11)))
    return f"https://{dice.choice(_HOSTS.split('|'))}/{number}"


def parts(text: str, dice: Random) -> list[str]:
    """The message as two to four shorter ones, cut where a sentence or clause ends; [text] where there is no place."""
    cuts = [match.span() for match in _SENTENCE.finditer(text)]
    chosen = sorted(dice.sample(cuts, min(len(cuts), dice.randint(1, 3)))) if cuts else []
    starts, ends = [0, *(end for _, end in chosen)], [*(start for start, _ in chosen), len(text)]
    found = [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]
    return [part for part in found if part] or [text]


def written(text: str, language: str, dice: Random, strength: float) -> str:
    """The text as somebody types it in haste. strength: the chance of each kind of noise, 0 leaves it as it is."""
    if dice.random() < strength:
        text = text[:1].lower() + text[1:] if dice.random() < 0.5 else text.lower()
    if dice.random() < strength:
        text = _FULL_STOP.sub("", text)
    if dice.random() < strength / 3:
        text = dice.choice(_FILLERS[language]) + text
    if dice.random() < strength / 3:
        text = f"{text} {dice.choice(_EMOJI)}"
    if dice.random() < strength / 8:
        text = f"{text} {link(dice)}"
    for _ in range(dice.randint(1, 2) if dice.random() < strength else 0):
        text = _typo(text, dice)
    return text


def _typo(text: str, dice: Random) -> str:
    """One character lost, doubled, exchanged with the next or (a letter) hit wrongly; digits stay, they are facts."""
    places = [at for at, character in enumerate(text) if character.isalpha()]
    if len(places) < 6:
        return text
    at = dice.choice(places)
    kind = dice.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[: at + 1] + text[at:]
    if kind == 2 and at + 1 < len(text) and text[at + 1].isalpha():
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + dice.choice(_LETTERS) + text[at + 1 :] if text[at].isascii() else text
