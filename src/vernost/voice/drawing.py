"""The pictures of scores."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from vernost import charts
from vernost.voice import scoring
from vernost.voice.score_wording import signed, tongue
from vernost.voice.selectors.score import Part, Point, Score

WIDE, NARROW = 880, 320
COLOURS = {"high": "gain-fill", "low": "loss-fill", "": "past"}


def distribution(found: Score, *, narrow: bool = False) -> SafeString:
    """How often each score was given."""
    assert found.survey is not None
    bounds = scoring.limits(found.survey.kind)
    total = sum(n for _score, n in found.distribution) or 1
    say, width = tongue(), NARROW if narrow else WIDE
    drawn = [
        charts.ScoreBar(str(score), n, say.percent(n / total, 0) if n else "", COLOURS[_side(score, bounds)])
        for score, n in found.distribution
    ]
    title = _("How often each score was given")
    told = ", ".join(f"{score} — {say.number(n)}" for score, n in found.distribution if n)
    groups = _groups(found, bounds) if found.is_nps else []
    return _themed(charts.score_columns(drawn, groups, charts.Texts(title, told), width=width))


def _groups(found: Score, bounds: tuple[int, int] | None) -> list[charts.ScoreGroup]:
    if bounds is None:
        return []
    say, nps = tongue(), found.nps
    shares = [say.percent(n / nps.answers, 0) for n in (nps.critics, nps.passives, nps.promoters)]
    names = (_("critics {share}"), _("passives {share}"), _("promoters {share}"))
    places = (
        (0, bounds[1], "loss-fill"),
        (bounds[1] + 1, bounds[0] - 1, "past"),
        (bounds[0], 10, "gain-fill"),
    )
    return [
        charts.ScoreGroup(first, last, name.format(share=share), share, colour)
        for (first, last, colour), name, share in zip(places, names, shares, strict=True)
    ]


def trend(found: Score, points: Sequence[Point], names: Sequence[str], *, narrow: bool = False) -> SafeString:
    """The score of each week or month with its interval, or the mean where a survey has no NPS."""
    if found.is_nps:
        drawn = [
            charts.ScorePoint(name, score, low, high, signed(score, 0))
            for name, (score, low, high) in zip(names, map(_nps, points), strict=True)
        ]
        bounds, lines = (-100.0, 100.0), [(0.0, "0"), (50.0, "50"), (-50.0, "−50")]
    else:
        say = tongue()
        means = [point.sum.mean or 0.0 for point in points]
        drawn = [
            charts.ScorePoint(name, mean, mean, mean, say.number(mean, 2))
            for name, mean in zip(names, means, strict=True)
        ]
        bounds, lines = (1.0, 5.0), [(float(n), str(n)) for n in range(1, 6)]
    told = ", ".join(f"{one.name} {one.figure}" for one in drawn)
    texts = charts.Texts(_("How the score went"), told)
    width = NARROW if narrow else WIDE
    return _themed(charts.score_trend(drawn, texts, bounds=bounds, lines=lines, width=width))


def _nps(point: Point) -> tuple[float, float, float]:
    nps = point.sum.nps
    return (nps.score or 0.0, *(nps.interval or (0.0, 0.0)))


def whisker(part: Part) -> SafeString:
    nps = part.nps
    if nps.score is None or nps.interval is None:
        return mark_safe("")
    low, high = (tongue().number(one, 0) for one in nps.interval)
    texts = charts.Texts(_("from {low} to {high}").format(low=low, high=high))
    return _themed(charts.whisker(nps.score, *nps.interval, texts))


def _side(score: int, bounds: tuple[int, int] | None) -> str:
    if bounds is None:
        return ""
    return "high" if score >= bounds[0] else "low" if score <= bounds[1] else ""


def _themed(svg: str) -> SafeString:
    # Charts escape every text they are given.
    return mark_safe(charts.themed(svg))
