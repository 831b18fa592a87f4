"""Small drawings inside text and cells: icons, badges, initials, bars, sparklines; loaded in every template.

Tags instead of components because a list of fifty rows draws hundreds of them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import lucide
from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import pgettext_lazy

from vernost.core.errors import Text
from vernost.ui.templatetags.words import initials

register = template.Library()

BAR_WIDTH, BAR_HEIGHT = 72, 8
SPARK_WIDTH, SPARK_HEIGHT = 80, 20
AVATAR_TONES = 6

# Word, tone and sign of each standing: the sign and the word carry it where the colour cannot.
LIFECYCLE: dict[str, tuple[Text, str, str]] = {
    "potential": (pgettext_lazy("standing", "Potential"), "note", "circle-dashed"),
    "new": (pgettext_lazy("standing", "New"), "note", "sprout"),
    "active": (pgettext_lazy("standing", "Active"), "gain", "check"),
    "slipping": (pgettext_lazy("standing", "Slipping"), "wait", "trending-down"),
    "lost": (pgettext_lazy("standing", "Lost"), "loss", "circle-x"),
    "returned": (pgettext_lazy("standing", "Returned"), "accent", "undo-2"),
    "closed": (pgettext_lazy("standing", "Closed"), "", "archive"),
}


@register.simple_tag
def icon(name: str, size: int = 16, label: Any = "") -> SafeString:
    """An icon beside its word is silent; alone it needs ``label``, or a label on its button."""
    drawn = _icon(str(name) + "", int(size))
    if not label:
        return drawn
    return mark_safe(drawn.replace('aria-hidden="true"', f'role="img" aria-label="{escape(label)}"', 1))


@lru_cache(maxsize=512)
def _icon(name: str, size: int) -> SafeString:
    svg = lucide._render_icon(name, size, aria_hidden="true", stroke_width="1.75" if size <= 16 else "1.5")
    return mark_safe(svg)  # out of the package's own files


# The sign of an entry in a timeline, by the beginning of its kind: the longest that fits.
ENTRY_ICONS = {
    "client": "pencil",
    "client.added": "user-plus",
    "client.noted": "sticky-note",
    "client.note": "sticky-note",
    "client.phone": "phone",
    "client.email": "mail",
    "client.person": "user",
    "client.tag": "tag",
    "client.consent": "file-check",
    "client.handed_over": "users",
    "client.merged": "merge",
    "client.unmerged": "split",
    "client.looked": "eye",
    "client.exported": "download",
    "client.closed": "archive",
    "client.erased": "eraser",
    "order": "shopping-cart",
    "order.refunded": "undo-2",
    "order.paid": "wallet",
    "order.delivered": "truck",
    "order.delayed": "clock",
    "order.imported": "upload",
    "order.came": "upload",
    "order.exported": "download",
    "contact": "message-circle",
    "contact.call": "phone",
    "contact.letter": "mail",
    "contact.meeting": "users",
    "promise": "handshake",
    "promise.broken": "circle-x",
    "step": "list-checks",
    "cause": "sun",
    "lifecycle": "activity",
    "retention": "refresh-cw",
    "staff": "user-cog",
    "team": "network",
    "deputy": "user-check",
    "sessions": "log-out",
    "sign_in": "log-in",
    "sign_in.locked": "lock",
    "sign_in.key": "key-round",
    "sign_in.password": "lock",
    "terms": "sliders-horizontal",
}


@register.filter
def entry_icon(kind: str) -> str:
    fits = (begins for begins in ENTRY_ICONS if str(kind).startswith(begins))
    return ENTRY_ICONS.get(max(fits, key=len, default=""), "dot")


@register.simple_tag
def badge(text: Any, tone: str = "", sign: str = "") -> SafeString:
    mark = _icon(sign, 12) if sign else ""
    return format_html('<span class="badge{}">{}{}</span>', f" badge--{tone}" if tone else "", mark, text)


@register.simple_tag
def lifecycle(state: Any) -> SafeString:
    """The badge of a client's standing: {% lifecycle client.facts.lifecycle %}."""
    if not state:
        return mark_safe('<span class="none">—</span>')
    text, tone, sign = LIFECYCLE.get(str(state), (str(state), "", "circle"))
    return badge(text, tone, sign)


@register.simple_tag
def avatar(name: Any, size: str = "", firm: bool = False) -> SafeString:
    """Initials on a quiet colour that stays with the name. Silent: the name stands beside it."""
    tone = zlib.crc32(str(name).encode()) % AVATAR_TONES
    classes = (
        f"avatar avatar--{tone}" + (f" avatar--{size}" if size else "") + (" avatar--firm" if firm else "")
    )
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, initials(name))


@register.simple_tag
def bar(value: Any, biggest: Any, tone: str = "past", width: int = BAR_WIDTH) -> SafeString:
    """A bar from zero, as long as its share of ``biggest``; the figure stands beside it, so it is silent."""
    share = min(1.0, max(0.0, float(value or 0) / float(biggest))) if biggest else 0.0
    length = max(1.0, share * width) if value else 0.0
    return format_html(
        '<svg width="{}" height="{}" aria-hidden="true">'
        '<rect class="tone-{}" x="{}" width="{}" height="{}" rx="1"/></svg>',
        width, BAR_HEIGHT, tone, f"{width - length:.1f}", f"{length:.1f}", BAR_HEIGHT,
    )  # fmt: skip


@register.simple_tag
def meter(share: Any, label: Any = "") -> SafeString:
    """A share of the whole, as wide as its place; for components."""
    part = 0.0 if share is None else min(1.0, max(0.0, float(share)))
    return format_html(
        '<svg role="progressbar" aria-valuemin="0" aria-valuemax="100" aria-valuenow="{}" aria-label="{}">'
        '<rect width="{}%" height="6"/></svg>',
        round(part * 100), label, f"{part * 100:.1f}",
    )  # fmt: skip


@register.simple_tag
def spark(values: Iterable[Any] | None, width: int = SPARK_WIDTH, label: Any = "") -> SafeString:
    """A line of values, zero at the bottom, the last one marked; silent unless ``label`` says it in words."""
    figures = [float(value or 0) for value in values or ()]
    if len(figures) < 2:
        return mark_safe('<span class="none">—</span>')
    points = _points(figures, width)
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    voice = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    last = points[-1]
    return format_html(
        '<svg class="spark" width="{}" height="{}" {}><path d="{}"/><circle cx="{}" cy="{}" r="2"/></svg>',
        width, SPARK_HEIGHT, voice, path, f"{last[0]:.1f}", f"{last[1]:.1f}",
    )  # fmt: skip


def _points(figures: Sequence[float], width: int) -> list[tuple[float, float]]:
    top = max(max(figures), 0.0) or 1.0
    step = (width - 4) / (len(figures) - 1)
    return [
        (2 + step * i, 2 + (SPARK_HEIGHT - 4) * (1 - max(0.0, value) / top))
        for i, value in enumerate(figures)
    ]
