"""What reviews/ writes into the journal."""

from __future__ import annotations

from vernost.journal.kinds import N_, Blank, NothingPersonal, kind

_CODES = NothingPersonal("a number of the review and its stars")
_TEXT = Blank("text")

ASKED = kind("review.asked", N_("A review was asked for"), erasure=_CODES, timeline=True)
WRITTEN = kind("review.written", N_("A review of {stars} of 5: {text}"), erasure=_TEXT, timeline=True)
CORRECTED = kind(
    "review.corrected", N_("The review was corrected: {stars} of 5. {text}"), erasure=_TEXT, timeline=True
)
AGREED = kind(
    "review.agreed", N_("The author agrees to the publication of review {review}"), erasure=_CODES,
    timeline=True, audit=True,
)  # fmt: skip
WITHDRAWN = kind(
    "review.withdrawn", N_("The author does not agree any more to the publication of review {review}"),
    erasure=_CODES, timeline=True, audit=True,
)  # fmt: skip
PUBLISHED = kind(
    "review.published", N_("{actor} published review {review}"), erasure=_CODES, timeline=True, audit=True
)
DECLINED = kind(
    "review.declined", N_("{actor} did not publish review {review}: {text}"), erasure=_TEXT, timeline=True,
    audit=True,
)  # fmt: skip
HIDDEN = kind(
    "review.hidden", N_("{actor} took review {review} off the site"), erasure=_CODES, timeline=True,
    audit=True,
)  # fmt: skip
BACK = kind(
    "review.back", N_("{actor} took the decision on review {review} back"), erasure=_CODES, timeline=True,
    audit=True,
)  # fmt: skip
ANSWERED = kind(
    "review.answered", N_("{actor} answered review {review}: {text}"), erasure=_TEXT, timeline=True
)
TIED = kind(
    "review.tied", N_("{actor} found out whose review {review} is: {stars} of 5"), erasure=_CODES,
    timeline=True,
)  # fmt: skip
WIDGET_CHANGED = kind(
    "review.widget_changed", N_("{actor} changed how the site shows reviews"),
    erasure=NothingPersonal("how a widget looks"), audit=True,
)  # fmt: skip
