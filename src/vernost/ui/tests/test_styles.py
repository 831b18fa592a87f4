"""The design system holds what it promises: one palette for pages and pictures, no inline style."""

from __future__ import annotations

import re

import pytest

from tests.texts import ROOT

APP = (ROOT / "assets" / "app.css").read_text(encoding="utf-8")
TOKENS = dict(re.findall(r"--([\w-]+): light-dark\((#\w{6}, #\w{6})\);", APP))
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b(?!\s*\{)", re.IGNORECASE)


def test_pictures_are_drawn_in_the_colours_of_the_pages() -> None:
    palette = pytest.importorskip("vernost.charts.palette", reason="charts/ is merged by the lead")
    assert {name: f"{palette.LIGHT[name]}, {palette.DARK[name]}" for name in palette.LIGHT} == {
        name: TOKENS[name] for name in palette.LIGHT
    }


@pytest.mark.parametrize(
    "path", sorted((ROOT / "assets" / "parts").glob("*.css")), ids=lambda path: path.name
)
def test_colours_stand_in_one_file(path: object) -> None:
    text = (ROOT / "assets" / "parts" / str(path).rsplit("/", 1)[-1]).read_text(encoding="utf-8")
    assert set(COLOUR.findall(text)) <= {"#fff"}, "name it in assets/app.css"


def test_no_style_or_script_stands_inside_a_template() -> None:
    """The content policy forbids it, so the browser would drop it silently."""
    for path in (ROOT / "src" / "vernost").glob("*/templates/**/*.html"):
        if "report" in path.parts:
            continue  # a page of its own, with a policy of its own
        if path.name == "letter.html" or "letters" in path.parts:
            continue  # mail programs know no style sheets
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|hx-on", text), path
        for script in re.findall(r"<script[^>]*>", text):
            assert "src=" in script or "application/json" in script or "ld+json" in script, path
