"""Forms of surveys, waves, and of answers that an employee enters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vernost.access.actor import Actor
from vernost.clients.models import Client, Segment
from vernost.clients.selectors.listing import segments_of
from vernost.core import clock
from vernost.core.typed import DayField
from vernost.voice import selectors
from vernost.voice.models import (
    LONGEST_COMMENT,
    MOST_QUESTIONS,
    Channel,
    Question,
    QuestionKind,
    Survey,
    SurveyKind,
)
from vernost.voice.models.surveys import LONGEST_QUESTION
from vernost.voice.services.surveys import BESTS, EDITABLE

if TYPE_CHECKING:
    _OfSurvey = forms.ModelForm[Survey]
else:
    _OfSurvey = forms.ModelForm
WHY = ("why_critic", "why_passive", "why_promoter")
OF_NPS = tuple(f"{stem}_{language}" for stem in WHY for language in ("ru", "en"))
WORDS = {
    "why_critic_ru": _("to critics (0–6), in Russian"),
    "why_critic_en": _("to critics (0–6), in English"),
    "why_passive_ru": _("to passives (7–8), in Russian"),
    "why_passive_en": _("to passives (7–8), in English"),
    "why_promoter_ru": _("to promoters (9–10), in Russian"),
    "why_promoter_en": _("to promoters (9–10), in English"),
}
KINDS = [("", _("no question")), *QuestionKind.choices]


class NewSurveyForm(forms.Form):
    name = forms.CharField(
        label=_("name"), max_length=120, help_text=_("For you alone: clients do not see it.")
    )
    kind = forms.ChoiceField(label=_("what is asked"), choices=SurveyKind.choices, widget=forms.RadioSelect)


class SurveyForm(_OfSurvey):
    """Empty texts are said as shipped; of a poll also its five places for questions."""

    class Meta:
        model = Survey
        fields = EDITABLE
        widgets = {"sites": forms.Textarea({"rows": 2})}
        help_texts = {
            "after_purchase": _(
                "Empty: nobody is asked by itself. Orders from before the opening ask nobody."
            ),
            "sites": _("https://firm.ru, one a line. The widget stands on these alone."),
            "asks_ru": _("Empty: as it comes with the program."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        survey: Survey = self.instance
        if survey.kind != SurveyKind.NPS:
            for name in OF_NPS:
                del self.fields[name]
        for name, label in WORDS.items():
            if name in self.fields:
                self.fields[name].label = label
        self.asks_questions = survey.kind == SurveyKind.POLL and survey.opened_at is None
        if self.asks_questions:
            known = {one.place: one for one in selectors.questions_of(survey)} if survey.pk else {}
            for place in range(1, MOST_QUESTIONS + 1):
                self._place(place, known.get(place))

    def _place(self, place: int, known: Question | None) -> None:
        """The fields of one question, with what it says already."""
        pairs = [f"{one.get('ru', '')} | {one.get('en', '')}" for one in known.options] if known else []
        said = known or Question(kind="", required=True)
        self._put(place, "kind", said.kind, forms.ChoiceField(label=_("how it is answered"), choices=KINDS))
        for name, label in (("text_ru", _("question, in Russian")), ("text_en", _("question, in English"))):
            text = forms.CharField(label=label, max_length=LONGEST_QUESTION)
            self._put(place, name, getattr(said, name), text)
        bests = [(number, number) for number in BESTS]
        usual: Any = 5  # as coerce gives it; the stubs know words alone
        scale = forms.TypedChoiceField(label=_("scale up to"), choices=bests, coerce=int, empty_value=usual)
        self._put(place, "best", said.best, scale)
        options = forms.CharField(
            label=_("answers to choose from"), max_length=4000, widget=forms.Textarea({"rows": 3}),
            help_text=_("One a line: in Russian | in English."),
        )  # fmt: skip
        self._put(place, "options", "\n".join(pairs), options)
        self._put(place, "required", said.required, forms.BooleanField(label=_("must be answered")))

    def _put(self, place: int, name: str, value: Any, field: forms.Field) -> None:
        field.required = False
        self.fields[f"q{place}_{name}"] = field
        self.initial[f"q{place}_{name}"] = value

    @property
    def places(self) -> list[tuple[int, list[Any], list[Any]]]:
        """Place, its fields, and what is wrong with the question as a whole."""
        if not self.asks_questions:
            return []
        names = ("kind", "text_ru", "text_en", "best", "options", "required")
        return [
            (place, [self[f"q{place}_{name}"] for name in names], list(self.errors.get(f"q{place}", [])))
            for place in range(1, MOST_QUESTIONS + 1)
        ]

    @property
    def texts(self) -> list[Any]:
        return [self[name] for name in self.fields if not name.startswith("q")]

    def values(self) -> dict[str, Any]:
        clean = {name: value for name, value in self.cleaned_data.items() if not name.startswith("q")}
        if self.asks_questions:
            clean["questions"] = [
                found for place in range(1, MOST_QUESTIONS + 1) if (found := self._question(place))
            ]
        return clean

    def _question(self, place: int) -> dict[str, Any] | None:
        said = {
            name: self.cleaned_data.get(f"q{place}_{name}")
            for name in ("kind", "text_ru", "text_en", "best", "options", "required")
        }
        if not said["kind"]:
            return None
        pairs = [line.partition("|") for line in str(said["options"] or "").splitlines() if line.strip()]
        said["options"] = [{"ru": ru.strip(), "en": en.strip()} for ru, _bar, en in pairs]
        return said


class WaveForm(forms.Form):
    name = forms.CharField(label=_("name"), max_length=120, required=False)
    segment = forms.ChoiceField(label=_("whom to ask"), required=False)
    starts_on = DayField(label=_("first day"))
    days = forms.IntegerField(
        label=_("spread over days"), min_value=1, max_value=90, initial=7,
        help_text=_("So that answers come as evenly as they can be dealt with."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        segments: list[Segment] = segments_of(actor)
        choices = [("", _("everybody I see")), *((str(one.pk), one.name) for one in segments)]
        self.fields["segment"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("starts_on", clock.today())

    def values(self) -> dict[str, Any]:
        clean = dict(self.cleaned_data)
        segment = clean.pop("segment")
        return {**clean, "segment_id": int(segment) if segment else None}


class EnterForm(forms.Form):
    """What a client said by telephone or in person, or what an employee supposes they would."""

    channel = forms.ChoiceField(
        label=_("how it was said"),
        choices=[(one.value, one.label) for one in (Channel.CALL, Channel.MEETING, Channel.MESSENGER)],
    )
    score = forms.IntegerField(label=_("number"), required=False)
    comment = forms.CharField(
        label=_("in the client’s words"), required=False, max_length=LONGEST_COMMENT,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip
    is_guess = forms.BooleanField(
        label=_("the client did not say it: I suppose so"), required=False,
        help_text=_("Kept apart, and counted in no score."),
    )  # fmt: skip

    def __init__(self, *args: Any, survey: Survey, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if survey.kind == SurveyKind.POLL:
            del self.fields["score"], self.fields["comment"]
