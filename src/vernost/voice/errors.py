"""What may be refused about surveys."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.core.errors import Conflict, Invalid, TooMany


class SurveyClosed(Invalid):
    code = "survey_closed"
    message = _("This survey is closed.")


class AnswerKept(Conflict):
    """One answer a person and round: after the time to correct it, it stands as it is."""

    code = "answer_kept"
    message = _("This answer is kept already: it could be corrected for a while, and now stands as it is.")


class SurveyAnswered(Conflict):
    code = "survey_answered"
    message = _("This survey has answers: close it instead, they stay.")


class SurveyChangedMeanwhile(Conflict):
    code = "survey_changed"
    message = _("A survey that is asked already keeps its kind and its questions: make a new one instead.")


class TooManyAnswers(TooMany):
    code = "too_many_answers"
    message = _("Too many answers from this address. Try again in an hour, or call us.")
