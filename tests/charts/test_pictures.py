"""What every picture owes: a name, the same lines each time, nothing from outside, safe words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from vernost import charts

TEXTS = charts.Texts("Имя <картины>", 'Что на ней: "всё" & больше')
TODAY = date(2026, 11, 21)
HOSTILE = '<script>alert(1)</script>"&'
SVG = "{http://www.w3.org/2000/svg}"


def lifecycle(name: str = "активные") -> str:
    parts = [
        charts.LifecyclePart(name, 40, "40 · 40 %", "accent-fill"),
        charts.LifecyclePart("ускользают", 1, "1 · 1 %", "wait-fill"),
        charts.LifecyclePart("вернулись", 1, "1 · 1 %", "gain-fill"),
        charts.LifecyclePart("потеряны", 58, "58 · 58 %", "loss-fill"),
        charts.LifecyclePart("потенциальные", 0, "0", "rule"),
    ]
    return charts.lifecycle_bar(parts, TEXTS, width=312)


def pareto(mark: str = "19 % клиентов\n80 % прибыли") -> str:
    words = charts.ParetoWords("доля клиентов", "доля прибыли", "поровну", " %", mark)
    curve = [charts.ParetoPoint(place / 20, (place / 20) ** 0.3) for place in range(1, 21)]
    return charts.pareto_curve(curve, 0.19, words, TEXTS)


def cohorts(name: str = "май 2026") -> str:
    cells = tuple(charts.CohortCell(month, 0.5 / month, str(50 // month)) for month in (1, 2, 3))
    words = charts.CohortWords("пришли", "клиентов", "месяцев спустя")
    return charts.cohort_map([charts.CohortRow(name, "120", cells)], words, TEXTS)


def rfm(segment: str = "Чемпионы") -> str:
    tiles = [
        charts.RfmTile(r, f, 10 * r, 0.01 * f, str(10 * r), segment if r + f > 6 else "Спят")
        for r in charts.SCORES
        for f in charts.SCORES
    ]
    return charts.rfm_map(tiles, charts.RfmWords("давность", "частота"), TEXTS)


def rhythm(word: str = "черта") -> str:
    days = [TODAY - timedelta(days=47 + 31 * number) for number in range(8)]
    words = charts.RhythmWords("покупки", "пауза", word, "сегодня")
    line = days[0] + timedelta(days=41)
    return charts.rhythm_strip(days, TEXTS, today=TODAY, rhythm_days=31, lost_line=line, words=words)


def bars(name: str = "Первым делом") -> str:
    return charts.bars([charts.BarRow(name, 3, "3 млн ₽"), charts.BarRow("Потом", 0, "0 ₽")], TEXTS)


def yardstick(words: str = "17,4 %") -> str:
    return charts.yardstick(17.4, (9, 11), TEXTS, value_words=words, good_words="9–11 %")


def sparkline(_: str = "") -> str:
    return charts.sparkline([3, 1, 4, 1, 5, -2], TEXTS)


PICTURES: list[Callable[..., str]] = [lifecycle, pareto, cohorts, rfm, rhythm, bars, yardstick, sparkline]


@pytest.mark.parametrize("draw", PICTURES)
def test_it_is_one_image_with_a_name_and_a_description(draw: Callable[..., str]) -> None:
    root = ElementTree.fromstring(draw())
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == TEXTS.title
    assert root[1].tag == f"{SVG}desc"
    assert root[1].text == TEXTS.desc


@pytest.mark.parametrize("draw", PICTURES)
def test_the_same_data_give_the_same_drawing(draw: Callable[..., str]) -> None:
    assert draw() == draw()


@pytest.mark.parametrize("draw", PICTURES)
def test_it_asks_for_nothing_from_outside(draw: Callable[..., str]) -> None:
    drawn = draw().replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|url\(|href|<image|<script|<style|@font-face", drawn)


@pytest.mark.parametrize("draw", [picture for picture in PICTURES if picture is not sparkline])
def test_words_of_strangers_stay_words(draw: Callable[..., str]) -> None:
    drawn = draw(HOSTILE)
    assert "<script" not in drawn
    said = "".join(ElementTree.fromstring(drawn).itertext())
    assert "alert(1)" in said


@pytest.mark.parametrize("draw", PICTURES)
def test_the_dark_changes_every_colour(draw: Callable[..., str]) -> None:
    themed = charts.themed(draw())
    assert "var(--" in themed
    assert not re.search(r'"#[0-9a-fA-F]{3,8}"', themed), "a colour that is no token stays light in the dark"
    assert not re.search(r'(?:fill|stroke)="(?:black|white|gr[ae]y|rgb)', themed)


def test_each_light_colour_is_one_token() -> None:
    assert len(set(charts.LIGHT.values())) == len(charts.LIGHT)
    assert charts.LIGHT.keys() == charts.DARK.keys()


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [charts.LIGHT, charts.DARK], ids=["light", "dark"])
def test_words_can_be_read_in_both_themes(tokens: dict[str, str]) -> None:
    for words in ("ink", "muted", "accent", "loss", "gain", "wait", "note"):
        for ground in ("paper", "surface"):
            assert _contrast(tokens[words], tokens[ground]) >= 4.5, (words, ground)
    for meaning in ("accent", "loss", "gain", "wait", "note"):
        assert _contrast(tokens[meaning], tokens[f"{meaning}-soft"]) >= 4.5, meaning
    for step in range(8):
        words = "heat-paper" if step >= 6 else "heat-ink"
        assert _contrast(tokens[words], tokens[f"heat-{step}"]) >= 4.5, step


def test_labels_of_the_lifecycle_never_touch() -> None:
    root = ElementTree.fromstring(lifecycle())
    names = [text for text in root.iter(f"{SVG}text") if text.get("font-weight") == "600"]
    assert [name.text for name in names] == ["потеряны", "вернулись", "ускользают", "активные"]
    lines: dict[str, list[tuple[float, float]]] = {}
    for name in names:
        left = float(name.get("x", 0))
        lines.setdefault(name.get("y", ""), []).append((left, left + len(name.text or "") * 7))
    for spans in lines.values():
        spans.sort()
        assert all(before[1] <= after[0] for before, after in zip(spans, spans[1:], strict=False))


def test_bars_begin_at_zero_and_the_longest_is_whole() -> None:
    widths = re.findall(r'fill="#0e5a5b" rx="2"|width="([\d.]+%)" height="10" fill="#0e5a5b"', bars())
    assert [width for width in widths if width] == ["100%"]


def test_a_rhythm_of_one_purchase_and_no_line_is_still_a_picture() -> None:
    drawn = charts.rhythm_strip([TODAY], TEXTS, today=TODAY, rhythm_days=None, lost_line=None)
    ElementTree.fromstring(drawn)
    assert "#a03c2a" not in drawn


def test_a_long_silence_leaves_a_third_of_the_strip_to_the_past() -> None:
    days = [TODAY - timedelta(days=400 + 21 * number) for number in range(12)]
    drawn = charts.rhythm_strip(
        days, TEXTS, today=TODAY, rhythm_days=21, lost_line=days[0] + timedelta(days=28)
    )
    last = max(float(place) for place in re.findall(r'x1="([\d.]+)%"[^>]*stroke="#221e19"', drawn))
    assert 30 < last < 40


def test_empty_frames_are_drawn_too() -> None:
    assert "<svg" in charts.bars([], TEXTS)
    assert "<svg" in charts.sparkline([], TEXTS)
    assert "<svg" in charts.lifecycle_bar([], TEXTS)
    assert "<svg" in charts.rfm_map([], charts.RfmWords("", ""), TEXTS)


def test_two_lands_of_the_map_are_parted_by_a_line() -> None:
    one = len(re.findall("<line", rfm("Спят")))
    two = len(re.findall("<line", rfm("Чемпионы")))
    assert one == 4, "a single land has its frame only"
    assert two > one


def test_the_words_of_the_pause_stay_inside_the_strip() -> None:
    """Two weeks of a purchase every two: the pause is named left of the last one, not past the edge."""
    days = [TODAY - timedelta(days=14 + 13 * number) for number in range(6)][::-1]
    words = charts.RhythmWords("purchases", "usual pause", "line", "today")
    drawn = charts.rhythm_strip(
        days, TEXTS, today=TODAY, rhythm_days=13, lost_line=TODAY + timedelta(days=4), words=words
    )
    (said,) = re.findall(r"<text[^>]*>usual pause", drawn)
    assert 'text-anchor="end"' in said
