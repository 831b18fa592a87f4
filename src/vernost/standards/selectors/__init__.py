"""What is read of standards. Import from here."""

from vernost.standards.selectors.breaches import (
    Asked,
    Why,
    breach_causes,
    breach_list,
    breaches_standing,
    why_broken,
)
from vernost.standards.selectors.checks import check_card, check_list, standards_in_use
from vernost.standards.selectors.hours import Day, Open, hours
from vernost.standards.selectors.register import Line, Page, Person, register, standard_page

__all__ = [
    "Asked",
    "Day",
    "Line",
    "Open",
    "Page",
    "Person",
    "Why",
    "breach_causes",
    "breach_list",
    "breaches_standing",
    "check_card",
    "check_list",
    "hours",
    "register",
    "standard_page",
    "standards_in_use",
    "why_broken",
]
