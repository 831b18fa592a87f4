"""The words of the practice: stages, classes, cells and segments, each with what to do."""

from __future__ import annotations

from dataclasses import dataclass

from vernost.language import N_, Language

STAGES = ("active", "returned", "new", "slipping", "lost", "potential")
STAGE_COLOURS = {
    "active": "accent-fill",
    "returned": "gain-fill",
    "new": "note-fill",
    "slipping": "wait-fill",
    "lost": "loss-fill",
    "potential": "rule",
}
ABC = ("A", "B", "C")
XYZ = ("X", "Y", "Z")

# Rule 6.1.
WINBACK_OF_CELL = {
    "AX": "first",
    "AY": "first",
    "BX": "first",
    "AZ": "must",
    "BY": "must",
    "BZ": "if_possible",
    "CX": "if_possible",
    "CY": "if_possible",
    "CZ": "let_go",
}

CELL_ACTIONS = {
    "AX": N_("Large and steady. The best manager, in person; a missed beat means a call the same day."),
    "AY": N_("Large, with swings. Ask about their plans early and offer a schedule."),
    "AZ": N_("Large but hard to foresee. Learn what a purchase depends on, and remind them in time."),
    "BX": N_("Medium and steady. The trust is there: widen what they buy."),
    "BY": N_("Medium, with swings. Give a reason to buy evenly: a set, a bonus for regularity."),
    "BZ": N_("Medium, now and then. A useful letter; a call when there is time."),
    "CX": N_("Small but faithful. Let the order repeat itself: a subscription, one click."),
    "CY": N_("Small, with swings. Shared offers by letter, no work by hand."),
    "CZ": N_("Small and rare. General letters only: people's hours are needed elsewhere."),
}

_SEGMENT_ACTIONS = {
    "champions": N_("Thank them by name; ask for a recommendation, show new things first."),
    "loyal": N_("Keep the rhythm: a personal manager, a reward for regularity, no empty discounts."),
    "potential_loyal": N_("Offer the next purchase while the first is fresh."),
    "newcomers": N_("Welcome them and help with the first order: the second purchase decides."),
    "promising": N_("Find out what they need and suggest the next step."),
    "need_attention": N_("A personal reason to come back, now: next month it will cost more."),
    "about_to_sleep": N_("Remind them of yourselves with something useful."),
    "at_risk": N_("Call and ask what has changed: they bought a lot and fell silent."),
    "cannot_lose": N_("The head calls in person: your best clients of the past are leaving."),
    "hibernating": N_("A letter with a good reason; no hours of people."),
    "gone": N_("One honest letter; if there is no answer, let them go."),
}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The same words everywhere on the page, in the person's language."""

    language: Language

    def stage(self, code: str) -> str:
        """Of many clients: «потеряны»."""
        p = self.language.pgettext
        return {
            "potential": p("clients", "potential"),
            "new": p("clients", "new"),
            "active": p("clients", "active"),
            "slipping": p("clients", "slipping"),
            "lost": p("clients", "lost"),
            "returned": p("clients", "returned"),
            "closed": p("clients", "closed"),
        }.get(code, code)

    def stage_of_one(self, code: str) -> str:
        """Of one client: «потерян»."""
        p = self.language.pgettext
        return {"lost": p("client", "lost"), "slipping": p("client", "slipping")}.get(code, code)

    def stage_meaning(self, code: str) -> str:
        _ = self.language.gettext
        return {
            "potential": _("no purchase yet"),
            "new": _("one purchase, and the line is not passed"),
            "active": _("buy in their usual rhythm"),
            "slipping": _("silent longer than usual, but the line is not passed"),
            "lost": _("silent past the line"),
            "returned": _("bought again after having been lost; still fragile"),
        }.get(code, "")

    def winback(self, code: str | None) -> str:
        _ = self.language.gettext
        return {
            "first": _("Win back first of all"),
            "must": _("Must be won back"),
            "if_possible": _("Win back if possible"),
            "let_go": _("Let go"),
        }.get(code or "", _("Class not yet known"))

    def segment(self, code: str) -> str:
        p = self.language.pgettext
        return {
            "champions": p("segment", "Champions"),
            "loyal": p("segment", "Loyal"),
            "potential_loyal": p("segment", "Nearly loyal"),
            "newcomers": p("segment", "New"),
            "promising": p("segment", "Promising"),
            "need_attention": p("segment", "Need attention"),
            "about_to_sleep": p("segment", "Falling asleep"),
            "at_risk": p("segment", "At risk"),
            "cannot_lose": p("segment", "Too good to lose"),
            "hibernating": p("segment", "Asleep"),
            "gone": p("segment", "Gone"),
        }.get(code, code.replace("_", " ").capitalize())

    def segment_action(self, code: str) -> str:
        action = _SEGMENT_ACTIONS.get(code)
        return self.language.gettext(action) if action else ""

    def cell_action(self, cell: str) -> str:
        return self.language.gettext(CELL_ACTIONS[cell])

    def client(self, client: str | int) -> str:
        """A bare number is no name: «№ 17850»."""
        name = str(client)
        return f"№\u00a0{name}" if name.isdecimal() else name
