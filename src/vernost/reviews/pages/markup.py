"""What the site is given: words for its script, and markup that search engines read (schema.org)."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vernost.core import clock
from vernost.language import Language
from vernost.reviews.models import BEST, Review, Widget
from vernost.reviews.selectors import Shown

# What would end a script in a page, or a line in old JavaScript.
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def in_script(data: Any) -> str:
    """JSON that may stand inside a <script>: no word of a client ends it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign, written in UNSAFE.items():
        text = text.replace(sign, written)
    return text


def linked(firm: str, shown: Shown, *, most: int = 20) -> dict[str, Any] | None:
    """schema.org: the mean of all that is published, and the reviews on the page. Without any, nothing is
    claimed."""
    if shown.mean is None:
        return None
    rating = {
        "@type": "AggregateRating",
        "ratingValue": round(shown.mean, 2),
        "reviewCount": shown.number,
        "bestRating": BEST,
        "worstRating": 1,
    }
    return {
        "@context": "https://schema.org",
        "@type": "LocalBusiness",
        "name": firm,
        "aggregateRating": rating,
        "review": [_review(one) for one in shown.page.rows[:most]],
    }


def _review(one: Review) -> dict[str, Any]:
    said: dict[str, Any] = {
        "@type": "Review",
        "author": {"@type": "Person", "name": one.signed},
        "datePublished": one.written_at.astimezone(clock.firm_zone()).date().isoformat(),
        "reviewRating": {"@type": "Rating", "ratingValue": one.stars, "bestRating": BEST, "worstRating": 1},
    }
    if one.text:
        said["reviewBody"] = one.text
    return said


def said(widget: Widget, shown: Shown, tongue: Language, *, firm: str, address: str) -> dict[str, Any]:
    """For the script, in the widget's language."""
    return {
        "title": widget.title or _("Reviews of our clients"),
        "theme": widget.theme,
        "look": widget.look,
        "mean": tongue.number(shown.mean, 1) if shown.mean is not None else "",
        "meanSaid": _("{mean} of 5").format(mean=tongue.number(shown.mean, 1)) if shown.mean else "",
        "of": ngettext("{n} review", "{n} reviews", shown.number).format(n=tongue.number(shown.number)),
        "none": _("No reviews yet."),
        "all": _("All reviews"),
        "address": address,
        "firm": firm,
        "answered": _("{firm} answers").format(firm=firm or _("The firm")),
        "reviews": [_line(one, tongue, widget.shows_answers) for one in shown.page.rows],
        "linked": in_script(found) if (found := linked(firm, shown)) else "",
    }


def _line(one: Review, tongue: Language, with_answer: bool) -> dict[str, Any]:
    day = one.written_at.astimezone(clock.firm_zone()).date()
    return {
        "stars": one.stars,
        "starsSaid": _("{n} of 5").format(n=one.stars),
        "text": one.text,
        "name": one.signed,
        "day": tongue.day(day),
        "answer": one.answer if with_answer else "",
    }
