"""Why a model is not given: one sentence for people a leaf, the plain rule stands in.

ModelRefusal
├── MissingColumns
├── NoPurchases
├── OneClient
├── OneDay
├── TooFewRepeaters
├── NoVariance
├── NotConverged
├── BadHorizon
└── ShortPast
"""

from __future__ import annotations

from typing import ClassVar


def N_(message: str) -> str:
    """Mark a sentence for translation; the interface translates `msgid`, then fills in `params`."""
    return message


class ModelRefusal(Exception):
    """A model cannot be given. `msgid` is the English template, `params` what it names."""

    msgid: ClassVar[str] = N_("The model cannot be fitted to this log.")

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.msgid.format(**params))


class MissingColumns(ModelRefusal):
    msgid = N_("{measure} needs the columns {needed}; the table has no {missing}.")


class NoPurchases(ModelRefusal):
    msgid = N_("There is no purchase up to {as_of}: there is nothing to learn from.")


class OneClient(ModelRefusal):
    msgid = N_("The log holds {clients} client(s): a model of clients needs at least two to compare.")


class OneDay(ModelRefusal):
    msgid = N_("All clients were seen on one day only: time has not passed yet, so no rate can be learned.")


class TooFewRepeaters(ModelRefusal):
    msgid = N_(
        "Only {repeaters} client(s) bought again; a model needs at least {needed}. The plain rule stands in."
    )


class NoVariance(ModelRefusal):
    msgid = N_(
        "All clients spend the same on a purchase: there is no difference for the money model to learn."
    )


class NotConverged(ModelRefusal):
    msgid = N_("{model} found no best fit in {steps} steps: the log does not have the shape it supposes.")


class BadHorizon(ModelRefusal):
    msgid = N_("A horizon is a number of days of zero or more, not {horizon}.")


class ShortPast(ModelRefusal):
    msgid = N_("The log is {days} days long: too short to teach anything about {horizon} days ahead.")
