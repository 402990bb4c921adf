"""This file is where it is shown when how much was sent."""

from app.gui.look.buckets import period_name
from app.gui.look.histogram import Histogram


class SentTimeline(Histogram):
    """Counts pictures or files, not messages."""

    def describe(self, bucket: int) -> str:
        if not 0 <= bucket < len(self.bars):
            return ""
        each = self.bars[bucket]
        count = self.tr("%Ln item(s)", "sent in a period", each.count)
        return f"{period_name(each.first, each.last)}  ·  {count}"
