"""Every write about deals."""

from vernost.sales.services.deals import (
    deal_change,
    deal_move,
    deal_open,
    deal_remove,
    deal_step,
)
from vernost.sales.services.endings import deal_lose, deal_reopen, deal_win
from vernost.sales.services.importing import Brought, deals_import
from vernost.sales.services.offers import offer_choose, offer_remove, offer_save
from vernost.sales.services.reasons import reason_add, reason_change, reason_remove, reason_restore
from vernost.sales.services.stages import (
    pipeline_add,
    pipeline_remove,
    pipeline_rename,
    stage_add,
    stage_change,
    stage_delete,
    stage_shift,
)

__all__ = [
    "Brought",
    "deal_change",
    "deal_lose",
    "deal_move",
    "deal_open",
    "deal_remove",
    "deal_reopen",
    "deal_step",
    "deal_win",
    "deals_import",
    "offer_choose",
    "offer_remove",
    "offer_save",
    "pipeline_add",
    "pipeline_remove",
    "pipeline_rename",
    "reason_add",
    "reason_change",
    "reason_remove",
    "reason_restore",
    "stage_add",
    "stage_change",
    "stage_delete",
    "stage_shift",
]
