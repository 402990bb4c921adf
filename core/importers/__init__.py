"""This file is where all importers stand: one stateless module per platform, asked in this order."""

from core.importers import (
    chatlab,
    chatlog,
    discord,
    ffr,
    google_chat,
    hangouts,
    imessage,
    instagram,
    irc,
    kakaotalk,
    line,
    matrix,
    memotrace,
    messenger,
    pywxdump,
    qq,
    signal,
    skype,
    slack,
    table,
    telegram,
    wechat_exporter,
    weflow,
    whatsapp,
)
from core.protocols import Importer

IMPORTERS: tuple[Importer, ...] = (
    telegram,
    ffr,
    whatsapp,
    chatlab,
    imessage,
    signal,
    skype,
    slack,
    qq,
    google_chat,
    hangouts,
    messenger,
    instagram,
    chatlog,
    discord,
    pywxdump,
    line,
    kakaotalk,
    memotrace,
    matrix,
    irc,
    weflow,
    wechat_exporter,
)

GENERAL: tuple[Importer, ...] = (table,)
"""Those that read what no app's own importer knows: they are asked last."""
