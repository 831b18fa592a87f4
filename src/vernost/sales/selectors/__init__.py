"""Every read about deals."""

from vernost.sales.selectors.board import Board, Column, board
from vernost.sales.selectors.deals import (
    Asked,
    Card,
    client_deals,
    deal_card,
    deal_count,
    deal_list,
    deal_to_edit,
    sellers,
)
from vernost.sales.selectors.lists import pipelines, reason_groups, reason_one, stage_one, stages

__all__ = [
    "Asked",
    "Board",
    "Card",
    "Column",
    "board",
    "client_deals",
    "deal_card",
    "deal_count",
    "deal_list",
    "deal_to_edit",
    "pipelines",
    "reason_groups",
    "reason_one",
    "sellers",
    "stage_one",
    "stages",
]
