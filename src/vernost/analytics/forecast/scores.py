"""How good a forecast of chances was: log-loss, area under the curve, calibration in ten bands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Band:
    """Clients whose chance lay in low…high: how many, mean chance said, share that came true."""

    low: float
    high: float
    clients: int
    said: float
    came: float


def log_loss(bought: Vector, chance: Vector) -> float:
    """Mean −ln of the chance given to what happened; (n,) of 0 or 1, (n,) in 0…1. Lower is better."""
    safe = np.clip(chance, 1e-9, 1 - 1e-9)
    return float(-np.mean(bought * np.log(safe) + (1 - bought) * np.log(1 - safe)))


def area_under_curve(bought: Vector, chance: Vector) -> float | None:
    """Chance that a client who bought had been ranked over one who did not (ties count half); None if none
    did.
    """
    _, place, counts = np.unique(chance, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2.0)[place]
    buyers = float(bought.sum())
    others = len(bought) - buyers
    if buyers == 0 or others == 0:
        return None
    return float((ranks[bought > 0].sum() - buyers * (buyers + 1) / 2) / (buyers * others))


def calibration(bought: Vector, chance: Vector, bands: int = 10) -> tuple[Band, ...]:
    """Ten bands of equal clients by rising chance (equal chances share a band): said against came."""
    if len(chance) == 0:
        return ()
    cuts = np.unique(np.quantile(chance, np.linspace(0, 1, bands + 1)[1:-1]))
    place = np.searchsorted(cuts, chance, side="left")
    found = []
    for band in range(len(cuts) + 1):
        inside = place == band
        if inside.any():
            said = chance[inside]
            found.append(
                Band(
                    float(said.min()), float(said.max()), int(inside.sum()),
                    float(said.mean()), float(bought[inside].mean()),
                )
            )  # fmt: skip
    return tuple(found)


def calibration_error(bands: tuple[Band, ...]) -> float | None:
    """Mean |said − came| over the bands, weighted by clients."""
    clients = sum(band.clients for band in bands)
    if not clients:
        return None
    return sum(band.clients * abs(band.said - band.came) for band in bands) / clients
