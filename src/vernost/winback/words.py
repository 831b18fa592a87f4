"""What comes with the program, said in the reader's language until the firm writes its own words: reasons
with their remedies (rule 6.3), templates of plans (rule 6.4)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.core.errors import Text

OURS, THEIRS, RIVALS = "ourselves", "client", "competitors"


@dataclass(frozen=True, slots=True)
class ShippedReason:
    group: str
    name: Text
    remedy: Text


REASONS: dict[str, ShippedReason] = {
    "budget": ShippedReason(
        THEIRS, pgettext_lazy("why they leave", "Money became scarce"),
        _("A smaller service for a smaller sum: keep the essence, leave the extras out."),
    ),
    "results": ShippedReason(
        OURS, pgettext_lazy("why they leave", "They do not see what it brings"),
        _("Show in figures what they gained with us: saved, earned, avoided."),
    ),
    "honesty": ShippedReason(
        OURS, pgettext_lazy("why they leave", "We were not straight with them"),
        _("Say it as it is, from the first talk on: also what we cannot do."),
    ),
    "from_above": ShippedReason(
        THEIRS, pgettext_lazy("why they leave", "Decided above our contact"),
        _("Be known on more levels: a talk of our director with theirs."),
    ),
    "apathy": ShippedReason(
        OURS, pgettext_lazy("why they leave", "Grew indifferent to us"),
        _("A personal talk and real news: a reason to look at us again."),
    ),
    "staff": ShippedReason(
        OURS, pgettext_lazy("why they leave", "Their manager left"),
        _("Introduce the successor in person, with all that was agreed in hand."),
    ),
    "project": ShippedReason(
        OURS, pgettext_lazy("why they leave", "A piece of work went wrong"),
        _("Admit it, mend it at our cost, and show what was changed since."),
    ),
    "neglect": ShippedReason(
        OURS, pgettext_lazy("why they leave", "We forgot about them"),
        _("Apologise, and agree on a rhythm in which they hear from us."),
    ),
    "needs": ShippedReason(
        THEIRS, pgettext_lazy("why they leave", "Need something else now"),
        _("Ask what changed, and bring an offer made for it."),
    ),
    "rival": ShippedReason(
        RIVALS, pgettext_lazy("why they leave", "Took a competitor’s offer"),
        _("Add value instead of cutting the price: a service the other does not have."),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShippedStep:
    channel: str
    day: int
    minutes: int
    text: Text
    by_head: bool = False


@dataclass(frozen=True, slots=True)
class ShippedTemplate:
    winback_class: str
    name: Text
    answer: Text
    offer: Text
    steps: tuple[ShippedStep, ...]


_HEAR = _("Find out what disappointed them, and listen to the end.")
TEMPLATES: dict[str, ShippedTemplate] = {
    "dear": ShippedTemplate(
        "first", _("The dearest: in person"), _HEAR,
        _("A personal apology and a gift of our best with the first order"),
        (
            ShippedStep("near", 0, 30, _("Ask why they fell silent, apologise, agree on a talk.")),
            ShippedStep("letter", 3, 20, _("Write by hand what was heard and what we change.")),
            ShippedStep("visit", 10, 90, _("Meet them with the offer; the head comes along."), by_head=True),
            ShippedStep("call", 24, 15, _("Ask whether the offer fits, and what is still missing.")),
        ),
    ),
    "must": ShippedTemplate(
        "must", _("Must come back: call, letter, call"), _HEAR,
        _("Free delivery or an extra service with the next order"),
        (
            ShippedStep("near", 0, 20, _("Ask why they fell silent, and bring the offer.")),
            ShippedStep("letter", 5, 10, _("Send the offer in writing, with its last day.")),
            ShippedStep("call", 14, 15, _("Ask what they decided.")),
        ),
    ),
    "simple": ShippedTemplate(
        "", _("Short: letter and call"), _("We noticed that you have not been here for a while."),
        _("A small gift with the next order"),
        (
            ShippedStep("letter", 0, 5, _("Write that they are missed, with the offer.")),
            ShippedStep("call", 7, 10, _("Ask whether the letter came, and what they need now.")),
        ),
    ),
}  # fmt: skip
