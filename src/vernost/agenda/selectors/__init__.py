"""Every read of the agenda. Import from here."""

from vernost.agenda.selectors.card import of_client, promises_about
from vernost.agenda.selectors.lists import promises, steps
from vernost.agenda.selectors.mine import Mine, mine
from vernost.agenda.selectors.plan import Plan, month, week
from vernost.agenda.selectors.promise_page import promises_page
from vernost.agenda.selectors.team import Member, Team, team
from vernost.agenda.selectors.today import Line, Today, colleagues, pressing, today
from vernost.agenda.selectors.trust import Trust, TrustPage, trust
from vernost.agenda.selectors.trust import of_client as trust_of_client
from vernost.agenda.selectors.words import Word, promises_kept

__all__ = [
    "Line",
    "Member",
    "Mine",
    "Plan",
    "Team",
    "Today",
    "Trust",
    "TrustPage",
    "Word",
    "colleagues",
    "mine",
    "month",
    "of_client",
    "pressing",
    "promises",
    "promises_about",
    "promises_kept",
    "promises_page",
    "steps",
    "team",
    "today",
    "trust",
    "trust_of_client",
    "week",
]
