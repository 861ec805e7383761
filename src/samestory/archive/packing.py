"""Values as cells: original bytes, shingles and terms, packed small and given back exactly as they were."""

from __future__ import annotations

import sys
import zlib
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from hashlib import blake2b

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 9  # of the work that packing takes: 0.16 ms for a page of 12 kB, and what three times as much work saves is 0
BLANK = 32  # a count is written as a letter, the first after the blank
MOST = 0xD7FF - BLANK  # of counts: below the code points that are no letters


def digest(content: bytes) -> bytes:
    """What content is known by."""
    return blake2b(content, digest_size=12).digest()


def house(outlet: str) -> int:
    """A number for an outlet, of 48 bits."""
    return int.from_bytes(digest(outlet.encode())[:6])


def packed(content: bytes, text: str) -> bytes:
    """Bytes deflated against a text that the archive holds anyway.

    A page of HTML then costs little more than its markup: 1.4 kB of 9.7 on 1,000 invented pages (2026-11).

    >>> page = "It rained all night. " * 3 + "By dawn the river stood at the bridge."
    >>> len(packed(page.encode(), page)) < 12
    True
    """
    squeeze = zlib.compressobj(9, wbits=-15, zdict=_dictionary(text))
    return squeeze.compress(content) + squeeze.flush()


def unpacked(content: bytes, text: str) -> bytes:
    """What was packed against the same text.

    >>> unpacked(packed(b"<p>It rained.", "It rained."), "It rained.")
    b'<p>It rained.'
    """
    return zlib.decompressobj(wbits=-15, zdict=_dictionary(text)).decompress(content)


def _dictionary(text: str) -> bytes:
    return encoded(text)[-32768:]


def encoded(text: str) -> bytes:
    """A text as bytes, whatever is in it."""
    return text.encode("utf-8", "surrogatepass")


def framed(content: bytes, *known: bytes) -> bytes:
    """Bytes packed against any number of others, however long these are: deflating looks 32 kB back.

    >>> menu = b"".join(b"<li><a href=/%d>%d</a>" % (n, n * n) for n in range(999))
    >>> len(framed(menu + b"<p>It rained.", menu)) < 64
    True
    """
    return zstd.compress(content, LEVEL, zstd_dict=_known(known))


def unframed(cell: bytes, *known: bytes) -> bytes:
    """What was packed against the same bytes. Raises zlib.error if these are others.

    >>> unframed(framed(b"<p>It rained.", b"<p>It snowed."), b"<p>It snowed.")
    b'<p>It rained.'
    """
    try:
        return zstd.decompress(cell, zstd_dict=_known(known))
    except zstd.ZstdError as error:
        raise zlib.error(str(error)) from error


def _known(parts: Iterable[bytes]) -> zstd.ZstdDict | None:
    """What may be referred to. Fewer than eight bytes are no dictionary."""
    found = b"".join(parts)
    return zstd.ZstdDict(found, is_raw=True) if len(found) >= 8 else None


def deflated(text: str) -> bytes:
    """A text as SQLite archives keep it: as it is if deflating does not make it shorter.

    >>> inflated(deflated("rain " * 99), 495)[:9]
    'rain rain'
    """
    plain = text.encode()
    cell = zlib.compress(plain, 9)
    return cell if len(cell) < len(plain) else plain


def inflated(cell: bytes, size: int) -> str:
    """The text of a cell, from which it is known how many bytes it takes."""
    return (cell if len(cell) == size else zlib.decompress(cell)).decode()


def shingles(values: Sequence[int]) -> bytes:
    """Hashes of 48 bits in six bytes each: the low four of all, then the high two of all, the least byte first.

    >>> list(unshingled(shingles([1, 1 << 40])))
    [1, 1099511627776]
    """
    low, high = array("I", [value & 0xFFFFFFFF for value in values]), array("H", [value >> 32 for value in values])
    return b"".join(_turned(part).tobytes() for part in (low, high))


def unshingled(cell: bytes) -> tuple[int, ...]:
    """The hashes of a cell."""
    low, high, half = array("I"), array("H"), len(cell) // 6 * 4
    low.frombytes(cell[:half])
    high.frombytes(cell[half:])
    return tuple([least | most << 32 for least, most in zip(_turned(low), _turned(high), strict=True)])


def marked(values: Sequence[int], some: Collection[int]) -> bytes:
    """Which of the values are among some: a bit each, the first the lowest of the first byte; nothing if none is.

    >>> unmarked((5, 6, 7), marked((5, 6, 7), {7, 5}))
    (5, 7)
    """
    bits = sum(1 << at for at, value in enumerate(values) if value in some) if some else 0
    return bits.to_bytes(-(-bits.bit_length() // 8), "little")


def unmarked(values: Sequence[int], cell: bytes) -> tuple[int, ...]:
    """The values that are marked, ascending."""
    bits = int.from_bytes(cell, "little")
    return tuple(sorted(value for at, value in enumerate(values) if bits >> at & 1)) if bits else ()


def squeezed(value: Mapping[str, Mapping[str, int]], text: str) -> bytes:
    """Terms by field, deflated against the text they are from: 0.48 kB of a page of news.

    In the order in which the text has them, so that they are found there in runs; 0.80 kB as JSON in the order of the
    alphabet. A term holds no tab and no line end. Counts above 55,000 are not told apart.

    >>> terms = {"title": {}, "names": {"the rivers": 10, "lock": 1}}
    >>> unsqueezed(squeezed(terms, "Lock of the rivers"), "Lock of the rivers") == terms
    True
    """
    folded = text.casefold()
    places = {word: -at for at, word in enumerate(reversed(folded.split()))}
    lines = [" ".join(value)]
    for terms in value.values():
        ordered = sorted(terms, key=lambda term: (places.get(term, 0), term))
        lines.append(("\t" if any(" " in term for term in terms) else " ").join(ordered))
        lines.append("".join(chr(min(terms[term], MOST) + BLANK) for term in ordered))
    return packed("\n".join(lines).encode("utf-8", "replace"), folded)


def unsqueezed(cell: bytes, text: str) -> dict[str, dict[str, int]]:
    """Terms by field, in the order of the alphabet."""
    fields, *lines = unpacked(cell, text.casefold()).decode().split("\n")
    return {field: _counted(*held) for field, *held in zip(fields.split(" "), lines[::2], lines[1::2], strict=True)}


def _counted(terms: str, counts: str) -> dict[str, int]:
    if not counts:
        return {}
    held, often = terms.split("\t" if "\t" in terms or len(counts) == 1 else " "), array("I")
    often.frombytes(counts.encode("utf-32-le"))
    times = dict(zip(held, _turned(often), strict=True))
    return {term: times[term] - BLANK for term in sorted(held)}


def hashes(values: Iterable[int]) -> bytes:
    """Hashes of 32 bits, four bytes each, the least first and each once.

    >>> unhashed(hashes([7, 1, 7]))
    (1, 7)
    """
    return _turned(array("I", sorted(set(values)))).tobytes()


def unhashed(cell: bytes) -> tuple[int, ...]:
    """The hashes of a cell."""
    found = array("I")
    found.frombytes(cell)
    return tuple(_turned(found))


def _turned(values: array[int]) -> array[int]:
    """The least byte first, whatever the machine."""
    if sys.byteorder == "big":
        values.byteswap()
    return values
