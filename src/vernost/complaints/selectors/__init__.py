"""Every read of complaints. Import from here."""

from vernost.complaints.selectors.analysis import Analysis, analysed
from vernost.complaints.selectors.authority import authorities, settles_alone
from vernost.complaints.selectors.cases import (
    Asked,
    Card,
    board,
    card,
    causes,
    complaint_list,
    complaints_of,
    followed,
    waiting,
    with_open_complaint,
)

__all__ = [
    "Analysis",
    "Asked",
    "Card",
    "analysed",
    "authorities",
    "board",
    "card",
    "causes",
    "complaint_list",
    "complaints_of",
    "followed",
    "settles_alone",
    "waiting",
    "with_open_complaint",
]
