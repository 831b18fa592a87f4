"""The tokens of the design as colours of pictures, for paper and for the dark.

Every light colour is used once only, so that a finished drawing can be re-inked by its colours.
"""

from __future__ import annotations

import re

LIGHT: dict[str, str] = {
    "paper": "#faf8f4",
    "surface": "#fffefb",
    "ink": "#221e19",
    "muted": "#655d52",
    "hairline": "#e5dfd3",
    "rule": "#b8afa0",
    "past": "#a79e90",
    "accent": "#0e5a5b",
    "accent-soft": "#d5e6e3",
    "loss": "#a03c2a",
    "loss-soft": "#f3dfd8",
    "gain": "#3c6a33",
    "gain-soft": "#dfe9d7",
    "wait": "#855600",
    "wait-soft": "#f5e8c8",
    "note": "#2e5a8e",
    "note-soft": "#dde8f3",
    "accent-fill": "#2c7374",
    "loss-fill": "#b5523d",
    "gain-fill": "#7ba06e",
    "wait-fill": "#cb9a3e",
    "note-fill": "#85a3c6",
    "heat-0": "#f2eee6",
    "heat-1": "#e2eae4",
    "heat-2": "#cadeda",
    "heat-3": "#abccc8",
    "heat-4": "#87b7b3",
    "heat-5": "#619f9c",
    "heat-6": "#33797a",
    "heat-7": "#115c5d",
    "heat-ink": "#231f1a",
    "heat-paper": "#fbf9f5",
}

DARK: dict[str, str] = {
    "paper": "#171512",
    "surface": "#1d1a17",
    "ink": "#ece6db",
    "muted": "#a79e90",
    "hairline": "#332e29",
    "rule": "#5d554a",
    "past": "#7d7467",
    "accent": "#74bfb7",
    "accent-soft": "#1d3b39",
    "loss": "#e68f78",
    "loss-soft": "#45241c",
    "gain": "#9dc586",
    "gain-soft": "#27371f",
    "wait": "#deb15c",
    "wait-soft": "#3d2f10",
    "note": "#91b5e1",
    "note-soft": "#1f3045",
    "accent-fill": "#4d9a95",
    "loss-fill": "#c96b54",
    "gain-fill": "#7ea06c",
    "wait-fill": "#b98d3d",
    "note-fill": "#6f92bd",
    "heat-0": "#262320",
    "heat-1": "#1f2f2d",
    "heat-2": "#1f3c3a",
    "heat-3": "#214a48",
    "heat-4": "#255a57",
    "heat-5": "#2c6a66",
    "heat-6": "#58a59e",
    "heat-7": "#8acdc4",
    "heat-ink": "#ece7dc",
    "heat-paper": "#171613",
}

HEAT_STEPS = 8
# Words stay readable on every step of the heat: the last two need the other ink.
HEAT_TURN = 6

FONT = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

_TOKEN_OF = {colour: token for token, colour in LIGHT.items()}
_HEX = re.compile(r"#[0-9a-f]{6}\b")


def heat(share: float) -> str:
    """The token of the heat for a value in 0…1; only nothing at all has the colour of nothing."""
    if share <= 0:
        return "heat-0"
    return f"heat-{min(HEAT_STEPS - 1, 1 + int(share * (HEAT_STEPS - 1)))}"


def heat_ink(token: str) -> str:
    """The token of the words that stand on this step of the heat."""
    return "heat-paper" if int(token.removeprefix("heat-")) >= HEAT_TURN else "heat-ink"


def themed(svg: str) -> str:
    """Re-ink a drawing with the page's variables, so that one drawing serves light and dark."""
    return _HEX.sub(lambda found: _variable(found.group()), svg)


def css_variables(tokens: dict[str, str]) -> str:
    """The declarations for a page's ``:root``."""
    return "".join(f"--{token}:{colour};" for token, colour in tokens.items())


def _variable(colour: str) -> str:
    token = _TOKEN_OF.get(colour)
    return f"var(--{token})" if token else colour
