"""What base pages ask: which layout, which address with one thing changed, what undoes a message."""

from __future__ import annotations

from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BoundField
from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString, mark_safe

from vernost.access.actor import ANONYMOUS
from vernost.access.policies import may
from vernost.core.parts import UNDO
from vernost.core.terms import TERMS

register = template.Library()

SHELL, PLAIN = "ui/base.html", "ui/plain.html"


@register.filter
def layout_of_error(status: Any, request: Any) -> str:
    """Inside the shell while it can be drawn; a house in trouble gets a page that asks nothing of it."""
    actor = getattr(request, "actor", None)
    whole = isinstance(status, int) and status < 500
    return SHELL if whole and actor is not None and actor.is_employee else PLAIN


BROWSERS = (
    ("YaBrowser", "Yandex"),
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def device(agent: str) -> str:
    """«Firefox, Windows» out of what a browser says of itself; what says nothing known is shown as it is."""
    named = [next((name for sign, name in known if sign in agent), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(name for name in named if name) or agent[:40] or "—"


@register.filter
def drawn(field: BoundField) -> SafeString:
    """The control itself; Django's row of dashes for «nothing chosen» becomes one dash."""
    return mark_safe(str(field).replace(">---------<", ">—<"))  # drawn by Django's own templates


@register.filter
def said_field(name: str) -> str:
    """A field of a change in the audit log; a threshold by its name on the page of settings."""
    return str(TERMS[name].label) if name in TERMS else name


@register.filter
def undo_address(message: Message) -> str:
    tags = message.extra_tags or ""
    return tags.removeprefix(UNDO) if tags.startswith(UNDO + "/") else ""


@register.simple_tag(takes_context=True, name="may")
def may_tag(context: template.Context, verb: str, obj: Any = None) -> bool:
    """{% may "client.export" as exports %}{% if exports %}…: for buttons; services ask again."""
    return may(getattr(context["request"], "actor", ANONYMOUS), verb, obj)


@register.simple_tag(takes_context=True)
def here(context: template.Context, **changes: Any) -> str:
    """This address with some of its query changed; None takes a thing out: {% here after=page.next %}."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    _put(query, changes)
    return f"{request.path}?{query.urlencode()}" if query else request.path


@register.simple_tag(takes_context=True)
def here_without(context: template.Context, name: str, value: Any = None) -> str:
    """This address without a filter, or without one of its values; the page begins anew."""
    query = context["request"].GET.copy()
    left = [one for one in query.getlist(name) if value is not None and one != str(value)]
    query.setlist(name, left) if left else query.pop(name, None)
    query.pop("after", None)
    path: str = context["request"].path
    return f"{path}?{query.urlencode()}" if query else path


@register.simple_tag(takes_context=True)
def sort_way(context: template.Context, column: str) -> dict[str, str]:
    """The address that orders by a column (again: the other way round), and how it is ordered now."""
    now = context["request"].GET.get("order", "")
    other = column if now == f"-{column}" else f"-{column}"
    spoken = {column: "ascending", f"-{column}": "descending"}.get(now, "")
    query = context["request"].GET.copy()
    _put(query, {"order": other, "after": None})
    return {"address": f"{context['request'].path}?{query.urlencode()}", "spoken": spoken}


def _put(query: QueryDict, changes: dict[str, Any]) -> None:
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = str(value)
