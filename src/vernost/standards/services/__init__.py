"""Every write of standards. Import from here."""

from vernost.standards.services.breaches import breach_settle, breaches_see
from vernost.standards.services.checks import check_make, check_plan
from vernost.standards.services.register import rival_add, rival_drop, standard_retire, standard_save
from vernost.standards.services.tallies import LATELY, YEAR, tallies_refresh

__all__ = [
    "LATELY",
    "YEAR",
    "breach_settle",
    "breaches_see",
    "check_make",
    "check_plan",
    "rival_add",
    "rival_drop",
    "standard_retire",
    "standard_save",
    "tallies_refresh",
]
