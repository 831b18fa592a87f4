"""What a course gives to read, as typed: «# » a heading, «- » a step, an empty line a paragraph."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """``kind``: heading, list, text. ``lines``: items of a list, or the lines of the others."""

    kind: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def blocks(text: str) -> list[Block]:
    found: list[tuple[str, list[str]]] = []
    fresh = True
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            fresh = True
            continue
        kind, said = _read(line)
        if fresh or kind == "heading" or not found or found[-1][0] != kind:
            found.append((kind, []))
        found[-1][1].append(said)
        fresh = kind == "heading"
    return [Block(kind, tuple(lines)) for kind, lines in found]


def _read(line: str) -> tuple[str, str]:
    for mark, kind in (("# ", "heading"), ("- ", "list"), ("– ", "list"), ("— ", "list"), ("• ", "list")):
        if line.startswith(mark):
            return kind, line[len(mark) :].strip()
    return "text", line
