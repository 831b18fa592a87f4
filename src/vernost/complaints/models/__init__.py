"""Cases, what happened in them, their causes, who may settle how much. Import from here."""

from vernost.complaints.models.cases import (
    AWAITED,
    LONGEST,
    Channel,
    Compensation,
    Complaint,
    Event,
    Step,
    What,
)
from vernost.complaints.models.causes import Authority, Cause

__all__ = [
    "AWAITED",
    "LONGEST",
    "Authority",
    "Cause",
    "Channel",
    "Compensation",
    "Complaint",
    "Event",
    "Step",
    "What",
]
