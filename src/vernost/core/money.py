"""Money: whole minor units (kopecks) in the database, Decimal in Python. Exact everywhere, fast in Arrow."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

# A hundred billion of the main unit: above any firm's sum, below what BIGINT adds up without fear.
BIGGEST = Decimal(10) ** 11


@cache
def _exponent(currency: str) -> int:
    from babel.numbers import get_currency_precision

    return get_currency_precision(currency)


def exponent() -> int:
    """How many decimals the firm's currency has: 2 for roubles, 0 for yen."""
    return _exponent(settings.CURRENCY)


def to_minor(amount: Decimal | int | str) -> int:
    """Kopecks of an amount; ValueError where it has more decimals than the currency, so nothing is lost
    unseen.
    """
    value = Decimal(str(amount)) if not isinstance(amount, Decimal) else amount
    if not value.is_finite():
        raise ValueError(f"{amount} is no sum")
    scaled = value.scaleb(exponent())
    whole = scaled.to_integral_value()
    if whole != scaled:
        raise ValueError(f"{amount} has more decimals than {settings.CURRENCY} has")
    return int(whole)


def from_minor(minor: int | Decimal) -> Decimal:
    return Decimal(minor).scaleb(-exponent())


def rounded(amount: Decimal) -> Decimal:
    """To whole kopecks, halves away from zero, as people and tax offices do."""
    return amount.quantize(Decimal(1).scaleb(-exponent()), rounding=ROUND_HALF_UP)


if TYPE_CHECKING:
    _Base = models.BigIntegerField[Any, Any]
else:
    _Base = models.BigIntegerField


class MoneyField(_Base):
    """``MoneyField()``; ``Sum``, ``Min``, ``Max``, filters and ordering speak Decimal too.

    Inside SQL it is minor units: multiply it by whole numbers only, and compare it with values, not with
    other number columns. ``Avg`` drops parts of a kopeck: where they matter, divide the sum by the count.
    """

    description = _("Money")
    empty_strings_allowed = False

    @property
    def validators(self) -> list[Any]:
        """Instead of BIGINT's own limits, which are in kopecks."""
        return [_not_too_big]

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        # A sum of floats is what some aggregates of SQLite give.
        if value is None:
            return None
        return from_minor(value if isinstance(value, int | Decimal) else Decimal(str(value)))

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, Decimal):
            return value
        try:
            amount = Decimal(str(value))
            to_minor(amount)
        except (InvalidOperation, ValueError) as error:
            raise ValidationError(_("Enter a sum such as 1500.50."), code="invalid") from error
        return amount

    def get_prep_value(self, value: Any) -> Any:
        if value is None or hasattr(value, "resolve_expression"):
            return value
        return to_minor(value)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        from vernost.core.typed import NumberField, NumberInput

        options = {
            "form_class": NumberField, "max_digits": 13, "decimal_places": exponent(),
            "widget": NumberInput(money=True), **kwargs,
        }  # fmt: skip
        return models.Field.formfield(self, **options)


def _not_too_big(value: Decimal) -> None:
    if abs(value) > BIGGEST:
        raise ValidationError(_("This sum is too big."), code="too_big")
