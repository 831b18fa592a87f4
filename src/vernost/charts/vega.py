"""Drawing a compiled chart: data and words go in, clean SVG comes out. No network, no fonts inside."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from vernost.charts.drawing import Texts
from vernost.charts.palette import FONT

Frame = Sequence[Mapping[str, object]]

_COMPILED = Path(__file__).with_name("compiled")
_ROOT = re.compile(r"<svg [^>]*>")
_CLUTTER = re.compile(
    r' (?:font-family|class|aria-[a-z]+|role|pointer-events|style)="[^"]*"'
    r'|<path class="(?:background|foreground)"[^>]*/>'
    r'|<path [^>]*d="M0,0h0v0h0Z"[^>]*/>'
)
_EMPTY_GROUP = re.compile(r"<g[^>]*></g>")


def draw(
    name: str,
    frames: Mapping[str, Frame],
    words: Mapping[str, str],
    texts: Texts,
    *,
    width: float,
    height: float,
    padding: Mapping[str, float] | None = None,
    domains: Mapping[str, tuple[float, float]] | None = None,
) -> str:
    """``frames`` fill the chart's named data, ``words`` its ``$`` places, ``domains`` its scales."""
    import vl_convert

    spec: dict[str, Any] = _filled(json.loads(_compiled(name)), words)
    spec["width"], spec["height"] = width, height
    if padding is not None:
        spec["padding"] = dict(padding)
    for source in spec["data"]:
        if source["name"] in frames:
            source["values"] = list(frames[source["name"]])
    for scale in spec["scales"]:
        if domains and scale["name"] in domains:
            scale["domain"] = list(domains[scale["name"]])
    return _cleaned(vl_convert.vega_to_svg(spec, allowed_base_urls=[]), texts)


def warm_up() -> None:
    """Start the drawing engine in the background: half a second that the analysis can hide."""
    threading.Thread(target=_start_engine, name="charts-warm-up", daemon=True).start()


def _start_engine() -> None:
    import vl_convert

    vl_convert.vega_to_svg({"width": 1, "height": 1, "marks": []}, allowed_base_urls=[])


@cache
def _compiled(name: str) -> str:
    return (_COMPILED / f"{name}.vg.json").read_text(encoding="utf-8")


def _filled(part: Any, words: Mapping[str, str]) -> Any:
    """Every ``$word`` in the texts of a chart, replaced; inside an expression the word is in quotes."""
    if isinstance(part, dict):
        return {key: _filled(value, words) for key, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, words) for value in part]
    if isinstance(part, str) and "$" in part:
        for place, word in words.items():
            part = part.replace(f"${place}", word)
    return part


def _cleaned(svg: str, texts: Texts) -> str:
    """Vega's own roles and classes say nothing to a person; the title and the description do."""
    root = _ROOT.search(svg)
    if root is None:
        raise ValueError("the drawing engine gave no SVG")
    size = re.search(r'width="([\d.]+)" height="([\d.]+)"', root.group())
    if size is None:
        raise ValueError("the drawing engine gave an SVG without a size")
    width, height = size.groups()
    body = _CLUTTER.sub("", svg[root.end() :])
    while (shorter := _EMPTY_GROUP.sub("", body)) != body:
        body = shorter
    told = f"<title>{escape(texts.title)}</title>"
    told += f"<desc>{escape(texts.desc)}</desc>" if texts.desc else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" class="picture" width="{width}"'
        f' height="{height}" viewBox="0 0 {width} {height}" font-family="{FONT}">{told}{body}'
    )
