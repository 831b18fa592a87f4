"""A text file made fit for the bulk reader: one encoding, one kind of line end, no row without an end.

A file that is fit already is not copied. Otherwise a UTF-8 copy is written, block by block, in which
every line that cannot be read stands as a mark saying why: so no row is lost and every row keeps its number.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from vernost.files import encodings
from vernost.files.layout import SPACES

CHUNK = 1 << 22
MARK = "\x02"  # begins a line that stands for one that cannot be read: MARK reason MARK the original
BLANK = "blank"
_SHOWN = 200  # characters of an unreadable line that are kept for the person
_JOINED = 200  # lines that one quoted field may span
# A mark must be one field whatever the delimiter: its text carries delimiters and quotes in disguise.
_DISGUISE = str.maketrans(
    {'"': "\x03", "\n": " ", "\r": " ", ";": "\x1c", ",": "\x1d", "\t": "\x1e", "|": "\x1f"}
)
_UNDISGUISE = str.maketrans({"\x03": '"', "\x1c": ";", "\x1d": ",", "\x1e": "\t", "\x1f": "|"})
_WIDE = ("utf-16", "utf-32")

Ticker = Callable[[int], None]


def mark(reason: str, original: str = "") -> str:
    """The line that stands for one that cannot be read."""
    return MARK + reason + MARK + original[:_SHOWN].translate(_DISGUISE)


def unmark(line: str) -> tuple[str, str] | None:
    """The reason and the original of a mark, or None if the line is none."""
    parts = line.strip("\r\n").split(MARK, 2)
    if len(parts) < 3 or parts[0]:
        return None
    return parts[1], parts[2].translate(_UNDISGUISE)


def is_fit(path: Path, encoding: str, delimiter: str, cap: int, tick: Ticker | None = None) -> bool:
    """Whether the bulk reader can take the file as it is: one look over its bytes, a block at a time."""
    if encoding != "utf-8" or delimiter == SPACES or re.search(r"[*?\[\]{}]", str(path)):
        return False  # brackets in a name mean a pattern to the engine
    decoder = codecs.getincrementaldecoder("utf-8")()
    ends: set[bytes] = set()
    tail = b""
    since_end = 0  # bytes since the last line end
    done = 0
    try:
        with path.open("rb") as stream:
            while block := stream.read(CHUNK):
                decoder.decode(block)
                seen = tail + block
                returns = seen.count(b"\r")
                if b"\0" in block or b"\x02" in block or b"\n\n" in seen or b"\n\r" in seen:
                    return False
                if returns != seen.count(b"\r\n") + (1 if seen.endswith(b"\r") else 0):
                    return False
                newlines = seen.count(b"\n")
                ends |= {b"\r\n"} if returns else set()
                ends |= {b"\n"} if newlines > returns else set()
                since_end = _longest(block, since_end, cap)
                if since_end > cap or len(ends) > 1:
                    return False
                # A line end may be cut in two by the block's edge.
                tail = block[-1:] if block[-1:] in (b"\r", b"\n") else b""
                done += len(block)
                if tick is not None:
                    tick(done)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _longest(block: bytes, before: int, cap: int) -> int:
    """Bytes since the last line end of ``block``; more than ``cap`` as soon as one line is longer.

    Looks for a line end in each stretch of ``cap`` bytes from its far side, so it hardly looks at all.
    """
    start = -before  # where the line that is open began, counted from this block
    while True:
        reach = max(start + cap + 1, 0)
        if reach >= len(block):
            last = block.rfind(b"\n")
            return len(block) - (last + 1 if last >= 0 else start)
        end = block.rfind(b"\n", max(start, 0), reach)
        if end < 0:
            return cap + 1
        start = end + 1


def write_fit(
    path: Path,
    target: Path,
    *,
    encoding: str,
    delimiter: str,
    cap: int,
    mend: tuple[int, int] | None = None,
    skip: int = 0,
    tick: Ticker | None = None,
) -> tuple[int, int]:
    """Write the fit copy. Gives how many lines were in another encoding and how many rows were mended.

    ``mend`` is (columns, columns needed): with it rows with broken quotes or a wrong number of fields
    are mended where that is safe: empty fields added at the end or taken away there, quotes in the
    middle of a field taken as they are. The first ``skip`` lines are copied as they are.
    """
    decoder = _Decoder(encoding)
    mender = _Mender("\t" if delimiter == SPACES else delimiter, *mend, skip) if mend else None
    with target.open("w", encoding="utf-8", newline="") as out:
        texts = (_tidied(decoder.text(block), delimiter) for block in _blocks(path, encoding, cap, tick))
        for text in mender.mended(texts) if mender else _marked_blanks(texts):
            out.write(text)
    return decoder.foreign, mender.count if mender else 0


def _bytes(path: Path, encoding: str, tick: Ticker | None) -> Iterator[bytes]:
    """The file in an encoding where a line end is one byte: as it is, or UTF-16 turned into UTF-8."""
    done = 0
    wide = codecs.getincrementaldecoder(encoding)("replace") if encoding.startswith(_WIDE) else None
    with path.open("rb") as stream:
        while block := stream.read(CHUNK):
            done += len(block)
            if tick is not None:
                tick(done)
            yield wide.decode(block).encode("utf-8", "replace") if wide else block
    if wide is not None:
        yield wide.decode(b"", final=True).encode("utf-8", "replace")


def _blocks(path: Path, encoding: str, cap: int, tick: Ticker | None) -> Iterator[bytes]:
    """The file in blocks of whole lines ending in ``\\n``; a line over ``cap`` bytes comes as its mark."""
    carry = b""
    dropping = False
    for piece in _bytes(path, encoding, tick):
        data = carry + piece
        # A return at the edge may be half of a line end.
        held = len(data) - len(data.rstrip(b"\r"))
        data, returns = (data[:-held], data[-held:]) if held else (data, b"")
        data = (
            data.replace(b"\r\r\n", b"\n").replace(b"\r\n", b"\n").replace(b"\r", b"\n").replace(b"\0", b"")
        )
        if dropping:
            end = data.find(b"\n")
            if end < 0:
                carry = returns
                continue
            data, dropping = data[end + 1 :], False
        end = data.rfind(b"\n") + 1
        if end:
            yield _capped(data[:end], cap)
        rest = data[end:]
        if len(rest) > cap:
            yield _mark_long(rest)
            rest, dropping = b"", True
        carry = rest + returns
    if carry.rstrip(b"\r\x1a") and not dropping:
        yield _capped(carry.rstrip(b"\r\x1a").replace(b"\0", b"") + b"\n", cap)


def _capped(block: bytes, cap: int) -> bytes:
    if _longest(block, 0, cap) <= cap:
        return block
    lines = block.split(b"\n")[:-1]
    return b"".join(line + b"\n" if len(line) <= cap else _mark_long(line) for line in lines)


def _mark_long(line: bytes) -> bytes:
    return mark("too_long", line[:_SHOWN].decode("utf-8", "replace")).encode() + b"\n"


class _Decoder:
    """Bytes of whole lines to text; in a file of mixed encodings, line by line."""

    def __init__(self, encoding: str) -> None:
        self.encoding = "utf-8" if encoding.startswith(_WIDE) else encoding
        self.foreign = 0
        self._second = ""

    def text(self, block: bytes) -> str:
        try:
            text = block.decode(self.encoding)
        except UnicodeDecodeError:
            text = "".join(self._line(line) for line in block.splitlines(keepends=True))
        return text.removeprefix("\ufeff")

    def _line(self, line: bytes) -> str:
        try:
            return line.decode(self.encoding)
        except UnicodeDecodeError:
            pass
        if self.encoding == "utf-8":
            self._second = self._second or encodings.single_byte(line)
            decoded = line.decode(self._second, "replace")
            if encodings.sensible(decoded):
                self.foreign += 1
                return decoded
        return mark("encoding", line.decode("ascii", "replace").rstrip("\n")) + "\n"


def _tidied(text: str, delimiter: str) -> str:
    if delimiter != SPACES:
        return text
    text = text.replace("\t", " ")
    while "  " in text:
        text = text.replace("  ", " ")
    return text.replace(" \n", "\n").replace("\n ", "\n").removeprefix(" ").replace(" ", "\t")


def _marked_blanks(texts: Iterable[str]) -> Iterator[str]:
    """Blank lines as marks, so that they count: the engine leaves them out of its numbering of rows."""
    blank = mark(BLANK) + "\n"
    for text in texts:
        text = text.replace("\n\n", "\n" + blank)
        while "\n\n" in text:
            text = text.replace("\n\n", "\n" + blank)
        yield blank + text[1:] if text.startswith("\n") else text


class _Mender:
    """Rows the bulk reader could not take, put right one by one; rows without a fault pass through."""

    def __init__(self, delimiter: str, width: int, needed: int, skip: int) -> None:
        plain = rf'[^"{re.escape(delimiter)}\n][^{re.escape(delimiter)}\n]*'
        one = rf'(?:"(?:[^"]|"")*"|{plain}|)'
        self._whole = re.compile(rf"{one}(?:{re.escape(delimiter)}{one})*")
        self._delimiter, self._width, self._needed, self._skip = delimiter, width, needed, skip
        self.count = 0

    def mended(self, texts: Iterable[str]) -> Iterator[str]:
        """The texts with every row mended or marked."""
        lines = (line for text in texts for line in text.split("\n")[:-1])
        waiting: list[str] = []  # read ahead after an open quote that never closed
        for _ in range(self._skip):
            yield next(lines, "") + "\n"
        while True:
            line = waiting.pop(0) if waiting else next(lines, None)
            if line is None:
                return
            if '"' not in line:
                yield self._fields(line, line.count(self._delimiter) + 1)
                continue
            record = self._joined(line, lines, waiting)
            yield self._broken(line) if record is None else self._fields(record, self._number(record))

    def _joined(self, line: str, lines: Iterator[str], waiting: list[str]) -> str | None:
        """The record that begins with ``line``, over several lines if its quotes say so; None if broken."""
        record, taken = line, 0
        while not (record.count('"') % 2 == 0 and self._whole.fullmatch(record)):
            if taken >= len(waiting):
                if taken >= _JOINED or (further := next(lines, None)) is None:
                    return None
                waiting.append(further)
            record += "\n" + waiting[taken]
            taken += 1
        if taken and self._number(record) != self._width:
            return None
        del waiting[:taken]
        return record

    def _number(self, record: str) -> int:
        return sum(len(fields) for fields in csv.reader([record], delimiter=self._delimiter)) if record else 1

    def _fields(self, record: str, number: int) -> str:
        if number == self._width or record.startswith(MARK):
            return record + "\n"
        if not record.strip(" \t" + self._delimiter):
            return mark(BLANK) + "\n"
        if number < self._width:
            if number < self._needed:
                return mark("few_fields", record) + "\n"
            self.count += 1
            return record + self._delimiter * (self._width - number) + "\n"
        extra = self._delimiter * (number - self._width)
        if record.rstrip(" ").endswith(extra):
            return record.rstrip(" ")[: -len(extra)] + "\n"
        return mark("many_fields", record) + "\n"

    def _broken(self, line: str) -> str:
        """A row whose quotes do not pair: taken as letters, where the number of fields is then right."""
        fields = line.split(self._delimiter)
        if len(fields) != self._width:
            return mark("quotes", line) + "\n"
        self.count += 1
        return self._delimiter.join('"' + field.replace('"', '""') + '"' for field in fields) + "\n"
