"""What came with the program, in the reader's language, until the firm writes its own words over it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.core.errors import Text

SALE = "sale"


def pipeline_word(code: str) -> Text:
    return pgettext_lazy("pipeline", "Sale") if code == SALE else code


STAGES: dict[str, Text] = {
    "talk": pgettext_lazy("stage", "First talk"),
    "need": pgettext_lazy("stage", "Need understood"),
    "offer": pgettext_lazy("stage", "Offer made"),
    "agreed": pgettext_lazy("stage", "Agreed in words"),
    "ended-elsewhere": pgettext_lazy("stage", "Ended in another system"),
}
CHANCES = {"talk": 10, "need": 30, "offer": 50, "agreed": 80}


@dataclass(frozen=True, slots=True)
class Shipped:
    """A reason of rule 7.4, and what can be done at that moment."""

    group: str
    name: Text
    remedy: Text


# The practice names 25 phrases as 21 reasons: see docs/decisions/0014.
REASONS: dict[str, Shipped] = {
    "need_missed": Shipped(
        "need",
        _("The true need was missed"),
        _(
            "Call once more with one question: what should be different a month after the purchase? Say "
            "the answer back in your own words, and only then offer."
        ),
    ),
    "wrong_questions": Shipped(
        "need",
        _("The wrong questions were asked"),
        _(
            "Prepare four: how is it now, what gets in the way, what does that cost, what would change. "
            "Ask, and let the client finish."
        ),
    ),
    "details_missed": Shipped(
        "need",
        _("Details slipped by"),
        _("Take notes during the talk. Send a summary on the same day and ask whether all of it is right."),
    ),
    "one_sided": Shipped(
        "need",
        _("Only logic, or only feeling"),
        _("Add what was missing: figures for whoever counts, a client's story for whoever feels."),
    ),
    "local_ways": Shipped(
        "need",
        _("Local ways were ignored"),
        _("Ask somebody from there how people greet, bargain and decide. Begin anew at the client's pace."),
    ),
    "no_benefit": Shipped(
        "value",
        _("Features without a benefit"),
        _(
            "Go through the offer: after each feature say what it gives this very client, in money or in "
            "time. Strike out what gives nothing."
        ),
    ),
    "price_early": Shipped(
        "value",
        _("The price came too early"),
        _(
            "Come back to the worth: what it costs them to leave things as they are. Name the price after "
            "that, beside the gain."
        ),
    ),
    "no_choice": Shipped(
        "value",
        _("There was nothing to choose from"),
        _("Send two or three variants that differ in one thing. The question is then which, not whether."),
    ),
    "too_much": Shipped(
        "value",
        _("Too much information"),
        _("Leave three points, those that the client asked about. The rest waits for the question."),
    ),
    "not_convinced": Shipped(
        "value",
        _("The arguments did not convince"),
        _(
            "Ask which doubt remains. Answer that one, with a proof: a sample, a trial, a client who can "
            "be called."
        ),
    ),
    "competitors": Shipped(
        "value",
        _("Too much was said of competitors"),
        _("Neither praise nor blame them. Asked for it, name one difference that matters to this client."),
    ),
    "no_trust": Shipped(
        "trust",
        _("Trust did not grow"),
        _(
            "Begin with something small and sure: a trial order, a promise kept to the day. Give the "
            "names of clients who can be asked."
        ),
    ),
    "competence": Shipped(
        "trust",
        _("Our competence was doubted"),
        _(
            "Bring the expert to the next talk, or show a work of the same kind with its result. What you "
            "do not know, find out by a day that you name."
        ),
    ),
    "undervalued": Shipped(
        "trust",
        _("The client did not feel valued"),
        _("Thank them for what they did well and ask for their opinion. Let somebody of higher rank call."),
    ),
    "manner": Shipped(
        "trust",
        _("The manner of speaking put them off"),
        _(
            "Listen to the record of the talk, or ask a colleague to. Another voice may call and "
            "apologise for the haste."
        ),
    ),
    "not_asked": Shipped(
        "close",
        _("Nobody asked for the decision"),
        _("Call and propose the next step with a day: shall we bring the first batch on Thursday?"),
    ),
    "lacks_facts": Shipped(
        "close",
        _("The client knew too little to decide"),
        _("Find out what is missing for the decision and who decides. Send exactly that, on one page."),
    ),
    "not_ready": Shipped(
        "seller",
        _("The seller was in no state to sell"),
        _("Hand the talk to a colleague today. Rest, prepare, and come back when you believe in the offer."),
    ),
    "overconfidence": Shipped(
        "seller",
        _("We were too sure of ourselves"),
        _("Treat it as a first talk: prepare, ask, confirm every agreement in writing."),
    ),
    "researching": Shipped(
        "client",
        _("The client was only looking around"),
        _("Help them to compare honestly, leave something useful, and agree on the day of the next call."),
    ),
    "alternative": Shipped(
        "client",
        _("The client knows an alternative"),
        _("Ask what draws them there. Show what that choice leaves open, and offer to do this very part."),
    ),
}
