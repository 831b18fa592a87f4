"""Forms of the client base."""

from __future__ import annotations

import zoneinfo
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.policies import may
from vernost.clients.errors import EditedMeanwhile
from vernost.clients.models import (
    EDITABLE,
    About,
    Client,
    ClosedReason,
    CustomField,
    DossierEntry,
    FieldKind,
    Given,
    KeyPerson,
    Partner,
    Purpose,
)
from vernost.clients.selectors import own_fields
from vernost.core import birthdays
from vernost.core.errors import Conflict
from vernost.core.typed import DayField, NumberField
from vernost.staff.models import Employee

if TYPE_CHECKING:
    _OfClient = forms.ModelForm[Client]
    _OfPerson = forms.ModelForm[KeyPerson]
    _OfDossier = forms.ModelForm[DossierEntry]
else:
    _OfClient = _OfPerson = _OfDossier = forms.ModelForm
LINES = forms.Textarea(attrs={"rows": 3})
# What each field of an entry of the dossier asks for; a sum or a day that is not here is not asked.
DOSSIER_WORDS: dict[About, dict[str, tuple[Any, Any]]] = {
    About.RIVAL: {
        "title": (_("competitor"), _("Who else sells to them.")),
        "note": (_("what they get there, and why"), ""),
        "amount": (_("what they spend there a year, about"), ""),
    },
    About.AGREEMENT: {
        "title": (_("what was agreed"), _("Prices, terms of payment, delivery, exclusivity.")),
        "note": (_("in detail"), ""),
        "day": (_("in force until"), _("The dossier reminds when this day has gone by.")),
    },
    About.RISK: {
        "title": (_("what may cost us the client"), ""),
        "note": (_("what we do about it"), ""),
        "amount": (_("what is at stake a year"), ""),
        "day": (_("look again on"), ""),
    },
    About.GROWTH: {
        "title": (_("what they could buy more of"), ""),
        "note": (_("how we get there"), ""),
        "amount": (_("worth a year, about"), ""),
        "day": (_("by which day"), ""),
    },
    About.SAVED: {
        "title": (_("what they saved or gained"), _("The client reads this line.")),
        "note": (_("how it was reckoned"), ""),
        "amount": (_("how much"), ""),
        "day": (_("when"), ""),
    },
}


class BirthdayField(forms.Field):
    """A day with or without its year. A picker of dates would ask for the year, and for eighty years back."""

    def __init__(self) -> None:
        hint = _("31.12.1980; without the year, where it is not known: 31.12.")
        widget = forms.TextInput(attrs={"maxlength": 20})
        super().__init__(label=_("birthday"), required=False, help_text=hint, widget=widget)

    def prepare_value(self, value: Any) -> Any:
        return birthdays.written(value) if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        text = str(value or "").strip()
        day = birthdays.read(text) if text else None
        if text and day is None:
            raise forms.ValidationError(
                _("Write the day and the month, and the year where it is known: 31.12.1980.")
            )
        return day


class ClientForm(_OfClient):
    """What a client is. ``version`` is what the editor saw; the service says what changed since."""

    partner = forms.CharField(
        label=_("partner"), max_length=120, required=False, widget=forms.TextInput(attrs={"list": "partners"})
    )
    birthday = BirthdayField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    usual: tuple[str, ...] = ("kind", "name", "address_as", "segment")
    parts = (
        (
            _("What is known"),
            ("birthday", "inn", "address", "time_zone", "language", "rhythm_days", "is_key", "about"),
        ),
        (_("Where from"), ("source", "source_detail", "partner", "recommended_by")),
        (_("Pyramid and bond"), ("level", "competitor", "bond", "held_by", "held_note", "held_until")),
        (_("Dossier"), ("agreements", "rivals")),
    )

    class Meta:
        model = Client
        fields = tuple(name for name in EDITABLE if name != "partner")
        widgets = {
            "about": LINES,
            "agreements": LINES,
            "rivals": LINES,
            "recommended_by": forms.HiddenInput,
            "time_zone": forms.TextInput(attrs={"list": "zones"}),
        }
        field_classes = {"birthday": DayField, "held_until": DayField}

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recommended_by"].queryset = Client.objects.visible_to(actor)  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial.update(version=self.instance.version, partner=str(self.instance.partner or ""))
        self.partners = Partner.objects.visible_to(actor).order_by("key").values_list("name", flat=True)[:200]
        self.zones = sorted(
            zone for zone in zoneinfo.available_timezones() if zone.startswith(("Europe/", "Asia/"))
        )

    @property
    def first_part(self) -> list[forms.BoundField]:
        return [self[name] for name in self.usual]

    @property
    def further_parts(self) -> list[tuple[Any, list[forms.BoundField], bool]]:
        """Title, fields, and whether it is open from the start: something in it is wrong."""
        return [
            (title, [self[name] for name in names], bool(self.errors.keys() & set(names)))
            for title, names in self.parts
        ]

    @property
    def recommender(self) -> Client | None:
        """The client named in the hidden field, if there is one to see."""
        value = self["recommended_by"].value()
        rows = self.fields["recommended_by"].queryset  # type: ignore[attr-defined]
        found: Client | None = rows.filter(pk=value).first() if str(value or "").isdigit() else None
        return found


class AddForm(ClientForm):
    phone = forms.CharField(
        label=_("phone"), max_length=60, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    email = forms.CharField(label=_("e-mail"), max_length=254, required=False)
    usual = (*ClientForm.usual[:3], "phone", "email", "segment")

    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        clean = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("version", "phone", "email")
        }
        lists = {"phones": self.cleaned_data["phone"], "emails": self.cleaned_data["email"]}
        return clean | {name: [value] if value else [] for name, value in lists.items()}


def kept_text(posted: QueryDict, error: EditedMeanwhile) -> QueryDict:
    """What the editor wrote, what others changed elsewhere meanwhile, and the version to save against."""
    data = posted.copy()
    for name, value in error.fresh.items():
        if name == "partner":
            value = Partner._base_manager.filter(pk=value).values_list("name", flat=True).first()
        data[name] = "" if value is None or value is False else str(value)
    data["version"] = str(error.version)
    return data


def told(error: Conflict, form: forms.BaseForm) -> list[dict[str, Any]]:
    """The conflict for the page: field, what was seen, what it is now, in the words of a choice."""
    found = []
    for name, (seen, now) in error.changes.items():
        field: Any = form.fields.get(name)
        words = {str(value): text for value, text in getattr(field, "choices", ())} if field else {}
        seen, now = (words.get(str(value), value) for value in (seen, now))
        found.append({"label": (field.label if field else "") or name, "seen": seen, "now": now})
    return found


class PersonForm(_OfPerson):
    phone = forms.CharField(label=_("phone"), max_length=60, required=False)
    email = forms.CharField(label=_("e-mail"), max_length=254, required=False)
    birthday = BirthdayField()
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = KeyPerson
        fields = ("name", "address_as", "position", "decides", "matters", "interests", "birthday", "known_by")
        widgets = {"matters": LINES, "interests": LINES, "known_by": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["known_by"].queryset = Employee.objects.active()  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["version"] = self.instance.version
            del self.fields["phone"], self.fields["email"]

    def values(self) -> dict[str, Any]:
        clean = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return clean | {"known_by": [one.pk for one in clean["known_by"]]}


class DossierForm(_OfDossier):
    """What the day and the sum mean depends on what the entry is about."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = DossierEntry
        fields = ("title", "note", "amount", "day")
        field_classes = {"day": DayField}
        widgets = {"note": LINES}

    def __init__(self, *args: Any, about: About, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in DOSSIER_WORDS[about].items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        for name in ("amount", "day"):
            if name not in DOSSIER_WORDS[about]:
                del self.fields[name]
        if self.instance.pk:
            self.initial["version"] = self.instance.version

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class OwnFieldsForm(forms.Form):
    """The firm's own fields on one client; what the editor saw goes along, so that nothing is
    overwritten unseen."""

    def __init__(self, *args: Any, actor: Actor, values: dict[int, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = own_fields(actor)
        for field in self.known:
            self.fields[f"field_{field.pk}"] = _input(field)
            self.fields[f"seen_{field.pk}"] = forms.CharField(required=False, widget=forms.HiddenInput)
            value = values.get(field.pk)
            self.initial[f"field_{field.pk}"] = _as_posted(value) if isinstance(value, Decimal) else value
            self.initial[f"seen_{field.pk}"] = _as_posted(value)

    def values(self) -> dict[int, Any]:
        return {field.pk: self.cleaned_data[f"field_{field.pk}"] for field in self.known}

    def seen(self) -> dict[int, str]:
        return {field.pk: self.cleaned_data[f"seen_{field.pk}"] for field in self.known}

    def kept_text(self, now: dict[int, Any]) -> dict[str, str]:
        """To be posted next: this editor's own words, what others wrote elsewhere, and all of it as seen."""
        data = {}
        for field in self.known:
            wrote, saw = (str(self.data.get(f"{name}_{field.pk}", "")) for name in ("field", "seen"))
            fresh = _as_posted(now.get(field.pk))
            data[f"field_{field.pk}"] = fresh if wrote == saw else wrote
            data[f"seen_{field.pk}"] = fresh
        return data


def _as_posted(value: Any) -> str:
    """As the browser would send it back: a day as 2026-11-21, a number with no zeros behind."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return "" if value is None else str(value)


def _input(field: CustomField) -> forms.Field:
    plain: dict[str, Any] = {"label": field.label, "required": False}
    match FieldKind(field.kind):
        case FieldKind.CHOICE:
            return forms.ChoiceField(choices=[("", "—"), *((one, one) for one in field.options)], **plain)
        case FieldKind.DATE:
            return DayField(**plain)
        case FieldKind.FLAG:
            return forms.ChoiceField(choices=[("", "—"), ("True", _("yes")), ("False", _("no"))], **plain)
        case FieldKind.NUMBER:
            return NumberField(max_digits=20, decimal_places=6, **plain)
        case _:
            return forms.CharField(max_length=500, **plain)


class NoteForm(forms.Form):
    text = forms.CharField(label=_("note"), max_length=10_000, widget=LINES)
    is_pinned = forms.BooleanField(label=_("keep at the top"), required=False)


class NoteEditForm(NoteForm):
    """``version`` is that of the text in the window."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class PhoneForm(forms.Form):
    phone = forms.CharField(label=_("phone"), max_length=60)
    label = forms.CharField(label=_("which one"), max_length=40, required=False)


class EmailForm(forms.Form):
    email = forms.CharField(label=_("e-mail"), max_length=254)
    label = forms.CharField(label=_("which one"), max_length=40, required=False)


class ConsentForm(forms.Form):
    purpose = forms.ChoiceField(label=_("to what"), choices=Purpose.choices)
    how = forms.ChoiceField(label=_("how given"), choices=Given.choices)
    proof = forms.CharField(label=_("proof"), max_length=2000, required=False, widget=LINES)


class TagsForm(forms.Form):
    tags = forms.CharField(label=pgettext_lazy("form", "Tags, with commas"), max_length=600, required=False)

    def names(self) -> list[str]:
        return [name for name in self.cleaned_data["tags"].split(",") if name.strip()]


class CloseForm(forms.Form):
    reason = forms.ChoiceField(label=_("why closed"), choices=[one for one in ClosedReason.choices if one[0]])
    on = DayField(label=_("closed on"), required=False)


class SuccessorForm(forms.Form):
    successor = forms.ModelChoiceField(label=_("to whom"), queryset=Employee.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = Employee.objects.active().order_by("name", "id")  # type: ignore[attr-defined]


class ExpectedForm(forms.Form):
    """``expected``: how many the person saw when they agreed."""

    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class SuccessorOfAllForm(SuccessorForm, ExpectedForm):
    pass


class TagAllForm(ExpectedForm):
    add = forms.CharField(label=_("put on these tags, with commas"), max_length=600, required=False)
    remove = forms.CharField(label=_("take off these tags, with commas"), max_length=600, required=False)

    def clean(self) -> dict[str, Any]:
        clean: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("add", "remove"):
            clean[name] = [tag for tag in clean.get(name, "").split(",") if tag.strip()]
        if not clean["add"] and not clean["remove"]:
            raise forms.ValidationError(_("Name a tag to put on or to take off."))
        return clean


class FieldForm(forms.Form):
    label = forms.CharField(label=_("name of the field"), max_length=80)
    kind = forms.ChoiceField(label=_("what it holds"), choices=FieldKind.choices)
    options = forms.CharField(
        label=_("the list"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("To choose from, one a line."),
    )

    def values(self) -> dict[str, Any]:
        return self.cleaned_data | {"options": self.cleaned_data["options"].splitlines()}


class SegmentForm(forms.Form):
    name = forms.CharField(label=_("name of the segment"), max_length=120, required=False)
    shared = forms.BooleanField(label=_("everybody may use it"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may(actor, "segment.share"):
            del self.fields["shared"]
