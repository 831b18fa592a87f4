"""Forms of orders, payments, refunds and imports."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.policies import may
from vernost.core import clock
from vernost.core.money import MoneyField
from vernost.core.typed import DayField, MomentField, NumberField, day_or_none
from vernost.orders.importing.columns import CLIENT_FIELDS, ORDER_FIELDS, Look
from vernost.orders.models import DelayCause, ImportKind, ImportRun, Order, OrderLine, State, Told, Wish
from vernost.orders.selectors import Asked
from vernost.staff.models import Employee

if TYPE_CHECKING:
    _OfOrder = forms.ModelForm[Order]
    _OfCause = forms.ModelChoiceField[DelayCause]
else:
    _OfOrder, _OfCause = forms.ModelForm, forms.ModelChoiceField


def money(label: Any, *, required: bool = True) -> Any:
    field: MoneyField = MoneyField(label)
    return field.formfield(label=label, required=required, min_value=Decimal(0))


class OrderForm(_OfOrder):
    """``version`` is what the editor saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    amount = money(_("sum"), required=False)

    class Meta:
        model = Order
        fields = ("number", "placed_at", "amount", "margin", "promised_on", "address", "note")
        field_classes = {"placed_at": MomentField, "promised_on": DayField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].help_text = _("Empty: the sum of the lines below.")
        if self.instance.pk:
            self.initial["version"] = self.instance.version

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class LineForm(forms.Form):
    product = forms.CharField(label=_("what"), max_length=300, required=False)
    sku = forms.CharField(label=_("article"), max_length=60, required=False)
    quantity = NumberField(
        label=_("quantity"), max_digits=14, decimal_places=3, required=False, min_value=Decimal("0.001")
    )
    price = money(_("price"), required=False)
    amount = money(_("sum"), required=False)


LineForms: Any = forms.formset_factory(LineForm, extra=3, max_num=300, absolute_max=300)


def lines_of(rows: list[OrderLine]) -> list[dict[str, Any]]:
    names = ("product", "sku", "quantity", "price", "amount")
    return [{name: getattr(row, name) for name in names} for row in rows]


def lines_said(forms_: Any) -> list[dict[str, Any]]:
    """The rows in which something was written."""
    rows = [row for row in forms_.cleaned_data if row.get("product")]
    return [row | {"quantity": row["quantity"] or Decimal(1)} for row in rows]


class PaymentForm(forms.Form):
    amount = money(_("sum"))
    day = DayField(label=_("day"), initial=clock.today)
    means = forms.CharField(label=_("how"), max_length=60, required=False)


class RefundForm(forms.Form):
    amount = money(_("sum"))
    day = DayField(label=_("day"), initial=clock.today)
    reason = forms.CharField(label=_("why"), max_length=300, required=False)


class CauseField(_OfCause):
    """Out of the firm's list."""

    def __init__(self, actor: Actor) -> None:
        causes = DelayCause.objects.visible_to(actor).filter(is_used=True)
        super().__init__(causes, label=_("why it is late"), required=False, empty_label=_("another cause"))


class DelayForm(forms.Form):
    note = forms.CharField(label=_("in more detail"), max_length=200, required=False)
    new_day = DayField(label=_("new day"), required=False)
    how = forms.ChoiceField(
        label=_("has the client been told"),
        choices=[("", pgettext_lazy("told", "Not yet")), *Told.choices],
        required=False,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cause"] = CauseField(actor)
        self.fields["new_day"].help_text = _(
            "Empty, if it is not known yet: the client is told all the same."
        )
        self.fields["how"].help_text = _("Until they are told, it stands in Today of their manager.")
        self.order_fields(["cause", "note", "new_day", "how"])


class ToldForm(forms.Form):
    how = forms.ChoiceField(
        label=_("how the client was told"), choices=Told.choices, initial=Told.CALL, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("what was said"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )


class DelayCauseForm(forms.Form):
    name = forms.CharField(label=_("cause of a delay"), max_length=120)


class ReturnForm(forms.Form):
    wish = forms.ChoiceField(
        label=_("what the client wants"), choices=Wish.choices, initial=Wish.REFUND, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("what is wrong"), max_length=300)
    due_on = DayField(label=_("settled by"))


class ReturnRefundForm(forms.Form):
    amount = money(_("sum"))
    outcome = forms.CharField(label=_("outcome"), max_length=300, required=False)


class RedoForm(forms.Form):
    promised_on = DayField(label=_("promised for"))
    address = forms.CharField(label=_("delivery address"), max_length=300, required=False)
    outcome = forms.CharField(label=_("outcome"), max_length=300, required=False)


class RefuseForm(forms.Form):
    outcome = forms.CharField(label=_("why it is refused"), max_length=300)


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=_("what is in it"), choices=ImportKind.choices)
    file = forms.FileField(
        label=_("file"), help_text=_("CSV, XLSX, ODS, Parquet or an address book (.vcf), up to 512 MB.")
    )


NEEDED = {ImportKind.ORDERS: ("client", "date", "amount"), ImportKind.CLIENTS: ("name",)}


class SettleForm(forms.Form):
    """One choice a field: which column it is. Columns found by name are chosen already."""

    def __init__(self, *args: Any, actor: Actor, run: ImportRun, look: Look, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = CLIENT_FIELDS if run.kind == ImportKind.CLIENTS else ORDER_FIELDS
        columns = [
            ("", pgettext_lazy("column", "none")),
            *((one, one) for one in dict.fromkeys(look.headers)),
        ]
        for name, label in self.known.items():
            self.fields[f"column_{name}"] = forms.ChoiceField(
                label=str(label), choices=columns, required=False, initial=look.choice.get(name, "")
            )
        self.fields["source"] = forms.CharField(
            label=_("system that the numbers belong to"), max_length=40, initial=run.source, required=False,
            help_text=_("Numbers of two systems may be alike; with its name they are told apart."),
        )  # fmt: skip
        if run.kind == ImportKind.ORDERS:
            self.fields["refund_mark"] = forms.CharField(
                label=_("word that marks a refund"), max_length=60, initial=run.refund_mark, required=False
            )
        if may(actor, "client.hand_over"):
            self.fields["owner"] = forms.ModelChoiceField(
                label=_("manager of new clients"), queryset=Employee.objects.active().order_by("name"),
                required=False,
                initial=run.owner_id or actor.employee_id,
            )  # fmt: skip

        self.look = look
        self.needed = NEEDED[ImportKind(run.kind)]

    def rows(self, which: Callable[[str], bool]) -> list[dict[str, Any]]:
        """Fields of the file with the column chosen for them, and what stands there in the first rows."""
        names = [name for name in self.known if which(name)]
        return [
            {"field": self[f"column_{name}"], "needed": name in self.needed, "example": self._example(name)}
            for name in names
        ]

    @property
    def usual(self) -> list[dict[str, Any]]:
        return self.rows(lambda name: name in self.needed or bool(self[f"column_{name}"].value()))

    @property
    def further(self) -> list[dict[str, Any]]:
        return self.rows(lambda name: name not in self.needed and not self[f"column_{name}"].value())

    @property
    def ways(self) -> list[forms.BoundField]:
        return [field for field in self if not field.name.startswith("column_")]

    def _example(self, name: str) -> str:
        header = self[f"column_{name}"].value()
        if header not in self.look.headers:
            return ""
        place = self.look.headers.index(header)
        return next((row[place] for row in self.look.rows if len(row) > place and row[place].strip()), "")

    def values(self) -> dict[str, Any]:
        clean = self.cleaned_data
        owner = clean.get("owner")
        return {
            "mapping": {name: clean[f"column_{name}"] for name in self.known},
            "source": clean["source"],
            "refund_mark": clean.get("refund_mark", ""),
            "owner_id": owner.pk if owner else None,
        }


def asked_of(query: Any) -> Asked:
    """The list's question out of an address; what is mistyped asks nothing."""
    state = query.get("state", "")
    return Asked(
        text=query.get("text", "").replace("\x00", "")[:200],
        state=state if state in State.values else "",
        since=day_or_none(query.get("since", "")),
        until=day_or_none(query.get("until", "")),
        late=bool(query.get("late")),
    )
