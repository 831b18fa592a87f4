"""Forms of the client base."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable
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
    Client,
    ClosedReason,
    CustomField,
    FieldKind,
    Given,
    KeyPerson,
    Partner,
    Purpose,
)
from vernost.clients.selectors import own_fields
from vernost.staff.models import Employee

if TYPE_CHECKING:
    _OfClient = forms.ModelForm[Client]
    _OfPerson = forms.ModelForm[KeyPerson]
else:
    _OfClient = _OfPerson = forms.ModelForm
LINES = forms.Textarea(attrs={"rows": 3})


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ClientForm(_OfClient):
    """What a client is. ``version`` is what the editor saw; the service says what changed since."""

    partner = forms.CharField(
        label=_("partner"), max_length=120, required=False, widget=forms.TextInput(attrs={"list": "partners"})
    )
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
            "birthday": DayInput,
            "held_until": DayInput,
            "about": LINES,
            "agreements": LINES,
            "rivals": LINES,
            "recommended_by": forms.HiddenInput,
            "time_zone": forms.TextInput(attrs={"list": "zones"}),
        }

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


def told(error: EditedMeanwhile) -> list[dict[str, Any]]:
    """The conflict for the page: field, what was seen, what it is now."""
    return [
        {"label": Client._meta.get_field(name).verbose_name, "seen": seen, "now": now}  # type: ignore[union-attr]
        for name, (seen, now) in error.changes.items()
    ]


class PersonForm(_OfPerson):
    phone = forms.CharField(label=_("phone"), max_length=60, required=False)
    email = forms.CharField(label=_("e-mail"), max_length=254, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = KeyPerson
        fields = ("name", "address_as", "position", "decides", "matters", "interests", "birthday", "known_by")
        widgets = {"birthday": DayInput, "matters": LINES, "interests": LINES}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["known_by"].queryset = Employee.objects.active()  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["version"] = self.instance.version
            del self.fields["phone"], self.fields["email"]

    def values(self) -> dict[str, Any]:
        clean = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return clean | {"known_by": [one.pk for one in clean["known_by"]]}


class OwnFieldsForm(forms.Form):
    """The firm's own fields on one client; what the editor saw goes along, so that nothing is
    overwritten unseen."""

    def __init__(self, *args: Any, actor: Actor, values: dict[int, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = own_fields(actor)
        for field in self.known:
            self.fields[f"field_{field.pk}"] = _input(field)
            self.initial[f"field_{field.pk}"] = values.get(field.pk)

    def values(self) -> Iterable[tuple[int, Any]]:
        for field in self.known:
            yield field.pk, self.cleaned_data[f"field_{field.pk}"]


def _input(field: CustomField) -> forms.Field:
    plain: dict[str, Any] = {"label": field.label, "required": False}
    match FieldKind(field.kind):
        case FieldKind.CHOICE:
            return forms.ChoiceField(choices=[("", "—"), *((one, one) for one in field.options)], **plain)
        case FieldKind.DATE:
            return forms.DateField(widget=DayInput, **plain)
        case FieldKind.FLAG:
            return forms.ChoiceField(choices=[("", "—"), ("True", _("yes")), ("False", _("no"))], **plain)
        case FieldKind.NUMBER:
            return forms.DecimalField(max_digits=20, decimal_places=6, **plain)
        case _:
            return forms.CharField(max_length=500, **plain)


class NoteForm(forms.Form):
    text = forms.CharField(label=_("note"), max_length=10_000, widget=LINES)
    is_pinned = forms.BooleanField(label=_("keep at the top"), required=False)


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
    on = forms.DateField(label=_("closed on"), required=False, widget=DayInput)


class SuccessorForm(forms.Form):
    successor = forms.ModelChoiceField(label=_("to whom"), queryset=Employee.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = Employee.objects.active().order_by("name", "id")  # type: ignore[attr-defined]


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
