"""Commission, ideas, training. Import from here."""

from vernost.team.models.commission import (
    Accrual,
    Base,
    Books,
    Kind,
    Rule,
    Statement,
    TakenBack,
    Whose,
)
from vernost.team.models.ideas import Decision, Idea, Support
from vernost.team.models.training import Attempt, Course, Version, Waiver

__all__ = [
    "Accrual",
    "Attempt",
    "Base",
    "Books",
    "Course",
    "Decision",
    "Idea",
    "Kind",
    "Rule",
    "Statement",
    "Support",
    "TakenBack",
    "Version",
    "Waiver",
    "Whose",
]
