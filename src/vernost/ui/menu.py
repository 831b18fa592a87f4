"""The shell's own entries, and the palette's own answers: pages, and what one can do from anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.menu import Found, entries, entry, part, source
from vernost.access.policies import may
from vernost.core.searching import folded
from vernost.staff.selectors import alerts_today


def _pages(actor: Actor, text: str) -> Sequence[Found]:
    answers = [Found(one.label, one.address, one.icon) for one in entries(actor)]
    own = (
        (_("Employees"), "staff", "users", "staff.see"),
        (_("Teams"), "teams", "network", "staff.see"),
        (_("Thresholds of the firm"), "terms", "sliders-horizontal", "terms.see"),
        (_("Audit log"), "audit", "scroll-text", "audit.see"),
        (_("Playbooks"), "playbooks", "message-square-quote", "playbook.see"),
        (_("Letters"), "letters", "mail", "letter.see"),
        (_("Me"), "myself", "user", "staff.edit_self"),
        (_("Second key: app, passkey, recovery codes"), "mfa_index", "key-round", "staff.edit_self"),
        (_("Change the password"), "account_change_password", "lock", "staff.edit_self"),
    )
    answers += [Found(label, reverse(to), sign) for label, to, sign, verb in own if may(actor, verb)]
    return _that_say(answers, text)


def _actions(actor: Actor, text: str) -> Sequence[Found]:
    if not actor.is_employee:
        return []
    theme = reverse("theme")
    answers = [
        Found(_("Dark theme"), f"{theme}?to=dark", "moon", post=True),
        Found(_("Light theme"), f"{theme}?to=light", "sun", post=True),
        Found(_("Theme as in the system"), f"{theme}?to=system", "monitor", post=True),
        Found(_("Sign out"), reverse("account_logout"), "log-out", post=True),
    ]
    return _that_say(answers, text)


def _that_say(answers: Sequence[Found], text: str) -> list[Found]:
    """Each word asked for begins some word of the title, in any order."""
    wanted = folded(text).split()
    return [one for one in answers if all(f" {word}" in f" {folded(str(one.title))}" for word in wanted)]


def register() -> None:
    part("figures", pgettext_lazy("menu", "Overview"), to="home", place=10)
    entry(
        "settings",
        pgettext_lazy("menu", "Settings"),
        icon="settings",
        to="staff",
        verb="staff.see",
        place=90,
        count=alerts_today,
        also=("teams", "terms", "audit", "letters", "playbooks"),
    )
    source("pages", gettext_lazy("Pages"), _pages, place=50)
    source("actions", gettext_lazy("Actions"), _actions, place=60)
