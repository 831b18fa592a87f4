"""Every write of team. Import from here."""

from vernost.team.services.books import read_books
from vernost.team.services.closing import correction_add, month_close
from vernost.team.services.exporting import commission_to_csv
from vernost.team.services.ideas import idea_add, idea_answer, idea_effect, idea_reward, idea_support
from vernost.team.services.ruling import rule_add, rule_change, rule_end, rule_move
from vernost.team.services.training import (
    course_draft,
    course_publish,
    course_settle,
    course_try,
    course_waive,
    draft_drop,
)

__all__ = [
    "commission_to_csv",
    "correction_add",
    "course_draft",
    "course_publish",
    "course_settle",
    "course_try",
    "course_waive",
    "draft_drop",
    "idea_add",
    "idea_answer",
    "idea_effect",
    "idea_reward",
    "idea_support",
    "month_close",
    "read_books",
    "rule_add",
    "rule_change",
    "rule_end",
    "rule_move",
]
