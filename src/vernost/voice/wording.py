"""What clients read: the firm's own texts in their language, else in the other, else as shipped."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vernost.core.practice import FIRM_NAME
from vernost.voice.models import Question, Survey, SurveyKind
from vernost.voice.rules import CRITIC, PASSIVE, PROMOTER, kind_of

LANGUAGES = ("ru", "en")


def own(row: Survey | Question, stem: str) -> str:
    """The row's own text, or the one of the other language where this was not written."""
    spoken = "ru" if (get_language() or "").startswith("ru") else "en"
    other = "en" if spoken == "ru" else "ru"
    said: str = getattr(row, f"{stem}_{spoken}") or getattr(row, f"{stem}_{other}")
    return said


def asks(survey: Survey) -> str:
    """The first question."""
    if said := own(survey, "asks"):
        return said
    firm = FIRM_NAME.value()
    if survey.kind == SurveyKind.CSAT:
        return _("How content are you with us?")
    if survey.kind == SurveyKind.CES:
        return _("How easy was it to deal with us?")
    if survey.kind == SurveyKind.POLL:
        return _("A few questions, a minute of your time")
    if firm:
        return _("How likely are you to recommend {firm} to a friend or colleague?").format(firm=firm)
    return _("How likely are you to recommend us to a friend or colleague?")


def why(survey: Survey, score: int | None) -> str:
    """The second question: of an NPS by the answer to the first (rule 4.1)."""
    if survey.kind != SurveyKind.NPS:
        return _("What is the main reason?")
    kind = kind_of(survey.kind, score)
    shipped = {
        CRITIC: _("What disappointed you, and what should we mend first?"),
        PASSIVE: _("What would make it a ten?"),
        PROMOTER: _("What do you value most in us?"),
    }
    return (own(survey, f"why_{kind}") if kind else "") or shipped.get(kind, _("What is the main reason?"))


def thanks(survey: Survey) -> str:
    return own(survey, "thanks") or _("Thank you, your answer is with us.")


def ends(survey: Survey) -> tuple[str, str]:
    """What the least and the greatest number mean."""
    if survey.kind == SurveyKind.CSAT:
        return _("not at all"), _("entirely")
    if survey.kind == SurveyKind.CES:
        return _("very hard"), _("very easy")
    return _("not likely at all"), _("very likely")


def option_text(option: dict[str, str]) -> str:
    spoken = "ru" if (get_language() or "").startswith("ru") else "en"
    return option.get(spoken) or option.get("en" if spoken == "ru" else "ru") or ""
