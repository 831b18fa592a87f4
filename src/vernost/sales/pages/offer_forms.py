"""The form of an offer: its words, and its variants side by side, each with its lines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from vernost.core.practice import OFFER_VARIANTS
from vernost.core.typed import DayField, NumberField
from vernost.sales.pages.forms import money
from vernost.sales.selectors.offers import OfferCard

LINES, MOST_LINES = 3, 60


class OfferForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("heading"), max_length=200)
    opening = forms.CharField(
        label=_("what the client wants to reach"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("In the client's words. It stands first on the page."),
    )
    valid_until = DayField(label=_("valid until"), required=False)


class VariantForm(forms.Form):
    name = forms.CharField(label=_("name of the variant"), max_length=80, required=False)
    gets = forms.CharField(
        label=_("what the client gets"), max_length=2000, required=False, widget=forms.Textarea({"rows": 4})
    )


class OfferLineForm(forms.Form):
    product = forms.CharField(label=_("what"), max_length=300, required=False)
    quantity = NumberField(
        label=pgettext_lazy("short", "quantity"), max_digits=14, decimal_places=3, required=False
    )
    price = money(_("price"), required=False)


class WholeOffer:
    """The three together, as one form is to ``saves``. As many variants as the firm allows, one of them at
    least."""

    def __init__(self, data: Any = None, *, card: OfferCard | None = None, title: str = "") -> None:
        initial: dict[str, Any] = {"title": title}
        if card is not None:
            initial = {
                name: getattr(card.offer, name) for name in ("title", "opening", "valid_until", "version")
            }
        self.head = OfferForm(data, initial=initial)
        known = card.variants if card is not None else []
        self.most = max(OFFER_VARIANTS.value(), len(known))
        self.parts = [self._part(data, place, *_initial(known, place)) for place in range(self.most)]
        self.fields = self.head.fields

    def _part(self, data: Any, place: int, words: dict[str, Any], lines: list[dict[str, Any]]) -> Any:
        formset: Any = forms.formset_factory(
            OfferLineForm, extra=LINES, max_num=MOST_LINES, absolute_max=MOST_LINES
        )
        return (
            VariantForm(data, prefix=f"v{place}", initial=words, auto_id=f"v{place}_%s"),
            formset(data, prefix=f"v{place}-line", initial=lines),
        )

    @property
    def is_bound(self) -> bool:
        return self.head.is_bound

    def is_valid(self) -> bool:
        valid = [self.head.is_valid()]
        for variant, lines in self.parts:
            valid += [variant.is_valid(), lines.is_valid()]
        return all(valid)

    def add_error(self, field: str | None, error: Any) -> None:
        self.head.add_error(field if field in self.head.fields else None, error)

    def values(self) -> dict[str, Any]:
        """Variants in which something was written."""
        said = {name: value for name, value in self.head.cleaned_data.items() if name != "version"}
        variants = []
        for variant, lines in self.parts:
            rows = [one for one in lines.cleaned_data if one.get("product") or one.get("price") is not None]
            words = variant.cleaned_data
            if rows or words["name"] or words["gets"]:
                variants.append({**words, "lines": rows})
        return said | {"variants": variants}

    @property
    def hint(self) -> str:
        text = ngettext("At most {n} variant.", "At most {n} variants, all on one plane.", self.most)
        return text.format(n=self.most)


def _initial(known: list[Any], place: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    if place >= len(known):
        return {}, []
    variant, lines = known[place]
    told = [{"product": one.product, "quantity": one.quantity, "price": one.price} for one in lines]
    return {"name": variant.name, "gets": variant.gets}, told
