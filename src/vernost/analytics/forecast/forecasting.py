"""The parameters of a forecast, and what they tell of each client: of all or of one, the same way (rule
2.8).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vernost.analytics.forecast.features import FEATURES
from vernost.analytics.forecast.learned_chance import PUBLISHED, LearnedChance, no_correction
from vernost.analytics.forecast.logistic import Correction
from vernost.analytics.forecast.next_purchase import NextPurchases, next_purchases
from vernost.analytics.forecast.past import Standing
from vernost.analytics.forecast.pause_survival import PauseSurvival
from vernost.analytics.forecast.purchase_log import PurchaseLog, Whole, part_of
from vernost.analytics.forecast.snapshot import Snapshot, snapshot
from vernost.analytics.models.chance_alive import chance_alive
from vernost.analytics.models.chance_of_purchase import chance_of_purchase
from vernost.analytics.models.estimate import Estimate
from vernost.analytics.models.expected_spend import expected_spend
from vernost.analytics.models.predictions import purchases_of_living
from vernost.analytics.models.special import expit

Vector = NDArray[np.float64]
CHUNK = 100_000  # clients at a time: two dozen inputs each


@dataclass(frozen=True)
class Told:
    """What is told of the clients `client` (numbers in the log, n): chances 0…1, purchases, minor units."""

    client: Whole
    chance_alive: Vector
    chance_purchase: Vector
    expected_purchases: Vector
    expected_value: Vector
    next: NextPurchases


@dataclass(frozen=True)
class Forecasting:
    """All that the forecasts of a day rest on, `horizon` days ahead: enough to tell any client's by itself.

    `money` None: the mean check `mean_check` (minor units) stands in.
    """

    as_of: date
    horizon: int
    standing: Standing
    money: Estimate | None
    mean_check: float
    correction: Correction

    def tell(self, log: PurchaseLog) -> Told:
        """Of each client of `log` who bought by the day asked, in the order of their numbers."""
        if log.clients > CHUNK:
            parts = np.array_split(np.arange(log.clients), -(-log.clients // CHUNK))
            return _joined([(part, self.tell(part_of(log, part))) for part in parts])
        known = snapshot(log, self.as_of, self.horizon)
        alive, chance, purchases = self.chances(known)
        value = purchases * self.spend(known)
        ahead = next_purchases(log, known, self.standing.model, self.as_of)
        return Told(known.client, alive, chance, purchases, value, ahead)

    def chances(self, known: Snapshot) -> tuple[Vector, Vector, Vector]:
        """Chance alive, chance of a purchase and expected purchases within the horizon (n,).

        Purchases are the learned chance × MBG/NBD's mean number for who buys at all, so that the two always
        fit together.
        """
        model, horizon = self.standing.model, self.horizon
        alive = chance_alive(model, known.x, known.t_x, known.T)
        published = chance_of_purchase(model, known.x, known.t_x, known.T, horizon)
        purchases = alive * purchases_of_living(model, known.x, known.T, horizon)
        chance = published if horizon == 0 else self.learned(known)
        with np.errstate(divide="ignore", invalid="ignore"):
            often = np.where(published > 1e-12, purchases / published, 1.0)
        return alive, chance, chance * np.maximum(often, 1.0)

    def learned(self, known: Snapshot) -> Vector:
        """The learned chance (n,); MBG/NBD's own where nothing was learned."""
        if self.correction.lean == 0.0 and self.correction.share == 0.0:
            return chance_of_purchase(self.standing.model, known.x, known.t_x, known.T, self.horizon)
        found = self.standing.inputs(known, self.horizon)
        table = found.table if self.correction.names else found.table[:, :0]
        return np.asarray(expit(self.correction.log_odds(found.published, found.returning, table)))

    def spend(self, known: Snapshot) -> Vector:
        """Expected amount (n,) of a purchase, minor units: Gamma-Gamma, else the client's own mean check."""
        own = known.total / (known.x + 1.0)
        if self.money is None:
            return own
        spend = 100.0 * expected_spend(self.money, known.x, np.maximum(known.spend, 0) / 100.0)
        return np.where(np.isnan(spend), own, spend)

    def to_json(self) -> dict[str, Any]:
        """Plain values that `from_json` turns into the same parameters, to the last digit."""
        fixed = self.correction
        return {
            "as_of": self.as_of.isoformat(),
            "horizon": self.horizon,
            "model": _estimate_to_json(self.standing.model),
            "hazard": self.standing.survival.hazard.tolist()
            if fixed.names or fixed.lean
            else [[0.0, 0.0]] * 5,
            "rhythm": self.standing.rhythm,
            "money": _estimate_to_json(self.money) if self.money else None,
            "mean_check": self.mean_check,
            "correction": {
                name: value.tolist() if isinstance(value, np.ndarray) else value
                for name, value in asdict(fixed).items()
            },
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Forecasting:
        fixed = dict(data["correction"])
        for name in ("weights", "means", "scales"):
            fixed[name] = np.array([np.inf if v is None else v for v in fixed[name]], dtype=np.float64)
        fixed["names"] = tuple(fixed["names"])
        model = _estimate_from_json(data["model"])
        survival = PauseSurvival(np.array(data["hazard"], dtype=np.float64))
        return cls(
            date.fromisoformat(data["as_of"]),
            int(data["horizon"]),
            Standing(model, survival, float(data["rhythm"])),
            _estimate_from_json(data["money"]) if data["money"] else None,
            float(data["mean_check"]),
            Correction(**fixed),
        )


def forecasting(
    as_of: date, horizon: int, standing: Standing, money: Estimate | None, mean_check: float,
    learned: LearnedChance | None,
) -> Forecasting:  # fmt: skip
    """The parameters of a day; without `learned` MBG/NBD stands alone."""
    correction = learned.correction if learned else no_correction(PUBLISHED)
    if correction.names and correction.names != FEATURES:
        raise ValueError("the correction was learned from other inputs")
    return Forecasting(as_of, horizon, standing, money, mean_check, correction)


def _joined(parts: list[tuple[Whole, Told]]) -> Told:
    def all_of(name: str) -> Vector:
        return np.concatenate([getattr(told, name) for _, told in parts])

    ahead = NextPurchases(
        *(np.concatenate([getattr(told.next, name) for _, told in parts]) for name in NextPurchases._fields)
    )
    return Told(
        client=np.concatenate([numbers[told.client] for numbers, told in parts]),
        chance_alive=all_of("chance_alive"),
        chance_purchase=all_of("chance_purchase"),
        expected_purchases=all_of("expected_purchases"),
        expected_value=all_of("expected_value"),
        next=ahead,
    )


def _estimate_to_json(model: Estimate) -> dict[str, Any]:
    return {
        "model": model.model,
        "names": list(model.names),
        "values": list(model.values),
        "log_likelihood": model.log_likelihood,
        "clients": model.clients,
        "unit_days": model.unit_days,
    }


def _estimate_from_json(data: dict[str, Any]) -> Estimate:
    names = tuple(data["names"])
    unknown = np.full((len(names), len(names)), np.nan)
    return Estimate(
        data["model"], names, tuple(data["values"]), unknown, data["log_likelihood"], data["clients"],
        data["unit_days"],
    )  # fmt: skip
