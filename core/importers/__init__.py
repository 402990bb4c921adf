"""This file is where all importers stand: one stateless module per platform, asked in this order."""

from core.importers import chatlab, ffr, imessage, qq, slack, telegram, whatsapp
from core.protocols import Importer

IMPORTERS: tuple[Importer, ...] = (telegram, ffr, whatsapp, chatlab, imessage, slack, qq)
