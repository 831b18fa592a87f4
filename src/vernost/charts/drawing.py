"""A sheet to draw on: SVG elements from Python, every text escaped, every figure rounded the same way."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from vernost.charts.palette import FONT, LIGHT


@dataclass(frozen=True, slots=True)
class Texts:
    """What a person who does not see the picture is told: its name, and what it says."""

    title: str
    desc: str = ""


def element(name: str, content: str = "", /, **attributes: str | float | None) -> str:
    """``fill`` and ``stroke`` take a token of the palette; ``_`` in a name stands for ``-``."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(key, value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(words: str, /, **attributes: str | float | None) -> str:
    return element("text", escape(words), **attributes)


def sheet(
    body: str, texts: Texts, *, width: float, height: float, fluid: bool = False, class_: str = "picture"
) -> str:
    """The finished picture. ``fluid``: drawn in per cent of the width, so that words never scale."""
    told = f"<title>{escape(texts.title)}</title>" if texts.title else ""
    told += f"<desc>{escape(texts.desc)}</desc>" if texts.desc else ""
    return element(
        "svg",
        told + body,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        class_=class_,
        width="100%" if fluid else width,
        height=height,
        viewBox=None if fluid else f"0 0 {figure(width)} {figure(height)}",
        font_family=FONT,
        font_size="12",
        fill="ink",
    )


def figure(value: float) -> str:
    """Two decimals at most: the same drawing on every machine."""
    return f"{round(value, 2) + 0:.2f}".rstrip("0").rstrip(".")


def percent(share: float) -> str:
    return figure(share * 100) + "%"


def text_width(words: str, size: float = 12) -> float:
    """How wide the words are, roughly: enough to keep two labels apart."""
    return sum(0.3 if sign in " .,:;|!'’\u00a0il" else 0.58 for sign in words) * size


def _value(key: str, value: str | float) -> str:
    if isinstance(value, str):
        colour = LIGHT.get(value) if key in {"fill", "stroke"} else None
        return colour or escape(value)
    return figure(value)
