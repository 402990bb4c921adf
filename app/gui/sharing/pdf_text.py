"""This file is where the text of a PDF becomes what was written, for searching and copying.

Many Chinese fonts draw a character and the radical that looks like it with one glyph, and Qt tells the reader of a PDF
the lower code of the two, which is the radical: 车 would be found as ⻋. The tables from glyphs to text, which Qt
leaves uncompressed, are mended in their place.
"""

import re
import unicodedata

_KANGXI = range(0x2F00, 0x2FD6)
# Radicals of the supplement (which Unicode does not decompose) and the characters they look like.
_SUPPLEMENT = (
    "⺒巳⺓幺⺟母⺠民⺡氵⺣灬⺤爫⺦丬⺨犭⺩王⺫罒⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺶羊⺷羊⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹"
    "⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马"
    "⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
    "⺀冫⺁厂⺃乚⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺝月⺞歺⺢氺⺥爫⺧牛⺪疋"
)
_READ_AS = {code: unicodedata.normalize("NFKC", chr(code)) for code in _KANGXI}
_READ_AS |= {ord(radical): char for radical, char in zip(_SUPPLEMENT[::2], _SUPPLEMENT[1::2], strict=True)}
_READ_AS[0x0009] = " "  # a space and a tab share a glyph as well
_RANGES = re.compile(rb"beginbfrange\n(.*?)endbfrange", re.DOTALL)
_TARGETS = re.compile(rb"^(<[0-9A-F]{4}> <[0-9A-F]{4}> )([^\n]*)$", re.MULTILINE)
_CODE = re.compile(rb"<([0-9A-F]{4})>")


def with_plain_characters(pdf: bytes) -> bytes:
    """The same PDF with tables that name characters instead of radicals. Every code has four digits, so no byte of it
    moves; one of another make stays as it is."""
    return _RANGES.sub(lambda ranges: _TARGETS.sub(_mended, ranges[0]), pdf)


def _mended(line: re.Match[bytes]) -> bytes:
    """A line says which glyphs, then their characters."""
    return line[1] + _CODE.sub(_character, line[2])


def _character(found: re.Match[bytes]) -> bytes:
    char = _READ_AS.get(int(found[1], 16))
    return b"<%04X>" % ord(char) if char is not None and len(char) == 1 else found[0]
