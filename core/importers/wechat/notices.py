"""This file is where sentences of WeChat itself are made readable, and told from what people write."""

import html
import re

import orjson

from core.importers.wechat.xml_parts import Element, root_of, value, within

_TAG = re.compile(r"<!\[CDATA\[|\]\]>|</?[a-zA-Z_][\w:.-]{0,40}(?:\s[^<>]{0,2000})?/?>")
_REEDIT = re.compile(r'\s*<a href="weixin://revoke_edit_click">[^<]{0,40}</a>')
_VARIABLE = re.compile(r"\$\{([^{}$]{1,60})\}|\$([^$\s]{1,40})\$")
_SENTENCES = re.compile(
    r"撤回了一条(?:成员)?消息|拍了拍|^你已添加了.{1,80}|^.{0,80}加入(?:了)?群聊|^.{0,80}邀请.{1,200}加入|移出(?:了)?群聊"
    r"|^.{0,80}修改群名为|领取了.{0,80}红包|^以上是打招呼的(?:消息|内容)|开启了朋友验证|^消息已发出，但被对方拒收了|^.{0,60}退出了群聊"
    r"|已成为(?:新)?群主|^收到红包，请在手机上查看|^你通过扫描二维码|^对方(?:已)?取消|^.{0,60}与群里其他人都不是(?:微信)?朋友关系"
    r"|recalled a message|joined (?:the )?group chat|invited .{1,200} to the group|changed the group name"
    r"|^You've added .{1,80} as (?:your|a) (?:WeChat )?contact|tickled|nudged"
)
_BY_APP = re.compile(
    r"(?:(?:\"[^\"\n]{1,64}\"|“[^”\n]{1,64}”|你|我|You|I) ?"
    r"(?:撤回了一条(?:成员)?消息|拍了拍.{1,80}|recalled a message|(?:tickled|nudged) .{1,80}"
    r"|(?:通过|邀请).{1,300}加入(?:了)?群聊|加入(?:了)?群聊|修改群名为.{1,80}|将.{1,300}移出(?:了)?群聊|退出了群聊)"
    r"|你已添加了.{1,80}，现在可以开始聊天了。|以上是打招呼的(?:消息|内容)|收到红包，请在手机上查看)"
)


def is_by_app(text: str) -> bool:
    """True for a whole text that nobody but the app writes so, for where it stands under the name of a person."""
    return len(text) <= 500 and _BY_APP.fullmatch(text) is not None


def is_sentence(text: str) -> bool:
    """True for what reads like a sentence of the app: revoked messages, pats, people who came or were added."""
    return len(text) <= 500 and _SENTENCES.search(text) is not None


def readable(raw: str) -> str:
    """The sentence in what WeChat stores: plain text with tags and CDATA, a <sysmsg>, or an object with msgContent."""
    text = raw.strip()
    if text.startswith("{"):
        text = _of_object(text)
    if "<" not in text:
        return text
    if text.startswith("<sysmsg") or "<sysmsg" in text[:200]:
        root = root_of(text)
        found = None if root is None else _of_sysmsg(root)
        if found:
            return found
    return without_tags(text)


def without_tags(text: str) -> str:
    """Text without the tags that make parts of it links or pictures."""
    plain = _TAG.sub("", _REEDIT.sub("", text))
    return html.unescape(plain).strip()


def _of_object(text: str) -> str:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
    said = found.get("msgContent") if isinstance(found, dict) else None
    return said if isinstance(said, str) else text


def _of_sysmsg(root: Element) -> str:
    """What a <sysmsg> says, by the first of the places in which there is something."""
    paths = ("revokemsg/replacemsg", "revokemsg/content", "editrevokecontent/text")
    told = next((found for path in paths if (found := value(root, path))), "")
    if told:
        return without_tags(told)
    template = within(root, "content_template")
    if template is not None:
        return without_tags(value(template, "plain") or _filled(value(template, "template"), template))
    pat = within(root, "pat")
    if pat is not None:
        return without_tags(_filled(value(pat, "template"), pat))
    plain = within(root, "plain")
    return without_tags((plain.text or "") if plain is not None else "")


def _filled(template: str, root: Element) -> str:
    """A sentence with its blanks ("$names$", "${wxid}") filled in."""
    names = {link.get("name") or "": _members(link) for link in root.iter("link")}

    def filling(match: re.Match[str]) -> str:
        blank = match[1] or match[2]
        return names.get(blank) or (blank if match[1] else match[0])

    return _VARIABLE.sub(filling, template)


def _members(link: Element) -> str:
    people = [value(member, "nickname") or value(member, "username") for member in link.iter("member")]
    return (value(link, "separator") or "、").join(person for person in people if person) or value(link, "title")
