"""Bytes as text: which encoding, and what cannot stand in a page's text."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress

from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE
)
# ASCII bytes mean other characters there, so that valid UTF-8 proves nothing.
_STATEFUL = {"iso-2022-jp", "iso2022_jp", "hz", "utf-7", "iso-2022-kr"}
_BY_PYTHON = "base64 bz2 hex idna punycode quopri raw-unicode-escape rot-13 undefined unicode-escape uu zlib"
_PYTHONS = frozenset(_BY_PYTHON.split())
_PIECE = 1 << 16  # bytes
# What no text holds: controls other than tab, line feed, form feed, return, escape.
_CONTROLS = bytes(sorted({*range(32), 127} - {9, 10, 11, 12, 13, 27}))
_UNPAIRED = re.compile("[\x00\ud800-\udfff]")
MAGIC = {
    b"%PDF-": "PDF",
    b"\x89PNG": "PNG image",
    b"\xff\xd8\xff": "JPEG image",
    b"GIF8": "GIF image",
    b"PK\x03\x04": "ZIP archive",
    b"\x7fELF": "program",
    b"\x1f\x8b": "gzip inside gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"SQLite format 3": "SQLite database",
    b"RIFF": "RIFF media",
    b"PAR1": "Parquet table",
    b"wOF": "font",
}


def decoded(content: bytes, declared: str | None = None) -> str:
    r"""The text of bytes: byte order mark, else UTF-8 if it is valid, else as declared, else as it looks; never fails,
    and never gives a lone surrogate.

    >>> decoded("Zürich".encode("latin-1"), "iso-8859-1"), decoded(b"\xef\xbb\xbfa")
    ('Zürich', 'a')
    """
    if content.startswith(codecs.BOM_UTF8):
        return content[3:].decode("utf-8", "replace")
    if _sixteen_bits(content):
        return content.decode(_sixteen_bits(content), "replace").removeprefix("\ufeff")
    declared = _known(declared or _declared(content))
    if declared not in _STATEFUL and (text := _utf8(content)) is not None:
        return text
    try:
        return sound(content.decode(declared)) if declared else _detected(content)  # UTF-7 writes lone surrogates
    except UnicodeDecodeError:
        return _detected(content)


def utf8(content: bytes, declared: str | None = None) -> bytes:
    r"""The text of bytes as `decoded` has it, without NUL and byte order mark, in UTF-8.

    >>> utf8(b"a\0b"), utf8(b"Z\xfcrich", "latin-1")
    (b'a\xef\xbf\xbdb', b'Z\xc3\xbcrich')
    """
    # Nearly all pages are sound UTF-8: to write 260 kB again, for the hash and for the parser, took 0.3 ms.
    plain = b"\0" not in content and not content.startswith(codecs.BOM_UTF8)
    if plain and _known(declared or _declared(content)) not in _STATEFUL and _is_utf8(content):
        return content
    return decoded(content, declared).removeprefix("\ufeff").replace("\0", "\ufffd").encode()


def _is_utf8(content: bytes) -> bool:
    """Is this sound? Piece by piece: markup is never wanted as a text, and making one takes twice as long."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), _PIECE):
            decoder.decode(content[start : start + _PIECE], final=start + _PIECE >= len(content))
    except UnicodeDecodeError:
        return False
    return True


def encoding(head: bytes) -> str:
    r"""The encoding of a stream that begins so, for texts too long to be held: chosen as `decoded` does.

    >>> encoding(b"<?xml version='1.0' encoding='ISO-8859-1'?>Z\xfcrich"), encoding(b"Z\xc3\xbcrich, \xc3")
    ('cp1252', 'utf-8')
    """
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if found := _sixteen_bits(head):
        return found
    declared = _known(_declared(head))
    if declared not in _STATEFUL:
        with suppress(UnicodeDecodeError):
            codecs.getincrementaldecoder("utf-8")().decode(head)
            return "utf-8"
    return declared or _known(detect_encoding(head)) or "cp1252"


def sound(text: str) -> str:
    r"""A text without what no text may hold: NUL and lone surrogates become U+FFFD one for one, a byte order mark goes.

    >>> sound("\ufeffa\x00b\ud800")
    'a\ufffdb\ufffd'
    """
    text = text.removeprefix("\ufeff")
    return text if _is_sound(text) else _UNPAIRED.sub("\ufffd", text)


def _is_sound(text: str) -> bool:
    """Is there nothing to replace? Encoding tells in a tenth of the time of the pattern."""
    try:
        return "\x00" not in text and bool(text.encode() or True)
    except UnicodeEncodeError:
        return False


def binary(head: bytes) -> str | None:
    r"""What kind of binary file begins with these bytes; None for text.

    >>> binary(b"%PDF-1.7"), binary(b"It rained.\n")
    ('PDF', None)
    """
    magic = next((name for sign, name in MAGIC.items() if head.startswith(sign)), None)
    if magic or _sixteen_bits(head):
        return magic
    # Random bytes hold 10 % controls; crawled text with a stray NUL far below one in a hundred.
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return "binary data" if controls * 50 > len(head) else None


def _sixteen_bits(content: bytes) -> str:
    """UTF-16 without a mark, if every second byte of nearly all ASCII text is NUL."""
    if content.find(0, 0, 4096) < 0:
        return ""
    sample = content[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) < 8 or max(even, odd) * 10 < len(sample) * 3 or min(even, odd) * 50 > len(sample):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _declared(content: bytes) -> str | None:
    found = _DECLARED.search(content, 0, 4096)
    return found[1].decode("ascii") if found else None


def _known(name: str | None) -> str | None:
    """The encoding browsers take for a label (Windows-1252 for Latin-1, GB 18030 for GB 2312), if Python knows it."""
    try:
        found = codecs.lookup(map_encoding_to_html5(name, fallback_utf8=False) or name).name if name else None
    except (LookupError, ValueError):  # no such name; a name with a NUL
        return None
    # Python's own are no encodings of pages: some turn bytes into bytes, some raise on everything.
    return None if found in _PYTHONS else found


def _utf8(content: bytes) -> str | None:
    """As UTF-8, also with some damage: fewer broken places than whole characters beyond ASCII."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond = len(text) - len(text.encode("ascii", "ignore")) - broken
    return text if broken < beyond else None


def _detected(content: bytes) -> str:
    name = _known(detect_encoding(content)) or "cp1252"
    return content.decode(name, "replace")
