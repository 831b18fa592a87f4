"""The shell's own entries, and the palette's own answers: pages, and what one can do from anywhere."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from vernost.access.actor import Actor
from vernost.access.menu import Found, entries, entry, source
from vernost.core.searching import folded


def _pages(actor: Actor, text: str) -> Sequence[Found]:
    answers = [Found(one.label, one.address, one.icon) for one in entries(actor)]
    own = (
        (_("Account and security"), "mfa_index", "key-round"),
        (_("Change password"), "account_change_password", "lock"),
    )
    answers += [Found(label, reverse(to), sign) for label, to, sign in own if actor.is_employee and _exists(to)]
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


def _exists(name: str) -> bool:
    try:
        return bool(reverse(name))
    except NoReverseMatch:
        return False


def register() -> None:
    entry("today", pgettext_lazy("menu", "Today"), icon="sun", to="home", place=10)
    source("pages", gettext_lazy("Pages"), _pages, place=50)
    source("actions", gettext_lazy("Actions"), _actions, place=60)


def theme_name(theme: str) -> str:
    return {"light": pgettext("theme", "Light"), "dark": pgettext("theme", "Dark")}.get(
        theme, pgettext("theme", "As in the system")
    )
