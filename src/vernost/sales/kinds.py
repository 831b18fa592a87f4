"""What sales/ writes into the journal."""

from __future__ import annotations

from vernost.journal.kinds import N_, Blank, BlankAll, NothingPersonal, kind

_DEAL = Blank("deal")
_LISTS = NothingPersonal("the firm's own lists of stages and reasons")

OPENED = kind("deal.opened", N_("{actor} opened the deal “{deal}”"), erasure=_DEAL, timeline=True)
CHANGED = kind("deal.changed", N_("{actor} changed the deal “{deal}”"), erasure=BlankAll(), timeline=True)
MOVED = kind("deal.moved", N_("{actor} moved the deal “{deal}” to “{stage}”"), erasure=_DEAL, timeline=True)
WON = kind("deal.won", N_("{actor} won the deal “{deal}”"), erasure=_DEAL, timeline=True)
LOST = kind("deal.lost", N_("{actor} lost the deal “{deal}”: {reason}"), erasure=_DEAL, timeline=True)
REOPENED = kind("deal.reopened", N_("{actor} opened the deal “{deal}” again"), erasure=_DEAL, timeline=True)
REMOVED = kind("deal.removed", N_("{actor} removed the deal “{deal}”"), erasure=_DEAL, timeline=True)
CAME = kind(
    "deal.came",
    N_("The deal “{deal}” came with the file {file}"),
    erasure=Blank("deal", "file"),
    timeline=True,
)
CORRECTED = kind(
    "deal.corrected",
    N_("The deal “{deal}” was corrected by the file {file}"),
    erasure=Blank("deal", "file"),
    timeline=True,
)
IMPORTED = kind(
    "deal.imported",
    N_("{actor} brought deals from “{file}”: {added} new, {changed} changed"),
    erasure=NothingPersonal("counts and the name of a file"),
    audit=True,
)

OFFER_MADE = kind(
    "deal.offer_made", N_("{actor} made the offer “{offer}”"), erasure=BlankAll(), timeline=True
)
OFFER_CHANGED = kind(
    "deal.offer_changed", N_("{actor} changed the offer “{offer}”"), erasure=BlankAll(), timeline=True
)
OFFER_CHOSEN = kind(
    "deal.offer_chosen",
    N_("The client chose “{variant}” of the offer “{offer}”"),
    erasure=BlankAll(),
    timeline=True,
)
OFFER_REMOVED = kind(
    "deal.offer_removed", N_("{actor} removed the offer “{offer}”"), erasure=BlankAll(), timeline=True
)

PIPELINE_SAVED = kind(
    "pipeline.saved", N_("{actor} set up the pipeline “{pipeline}”"), erasure=_LISTS, audit=True
)
PIPELINE_REMOVED = kind(
    "pipeline.removed", N_("{actor} removed the pipeline “{pipeline}”"), erasure=_LISTS, audit=True
)
STAGE_SAVED = kind("stage.saved", N_("{actor} set up the stage “{stage}”"), erasure=_LISTS, audit=True)
STAGE_REMOVED = kind("stage.removed", N_("{actor} removed the stage “{stage}”"), erasure=_LISTS, audit=True)
REASON_SAVED = kind(
    "reason.saved", N_("{actor} set up the reason of losses “{reason}”"), erasure=_LISTS, audit=True
)
REASON_REMOVED = kind(
    "reason.removed", N_("{actor} took out the reason of losses “{reason}”"), erasure=_LISTS, audit=True
)
