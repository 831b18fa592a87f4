"""The picture of the pyramid."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vernost import charts
from vernost.clients.selectors.pyramid import Pyramid, Tier
from vernost.language import translator


def pyramid(found: Pyramid) -> SafeString:
    tongue = translator((get_language() or "en")[:2])
    tiers = [charts.PyramidTier(tier.name, tongue.number(tier.clients), _moved(tier)) for tier in found.tiers]
    said = "; ".join(", ".join(part for part in (one.name, one.figure, one.note) if part) for one in tiers)
    return mark_safe(charts.themed(charts.pyramid(tiers, charts.Texts(_("The pyramid"), said))))  # escaped


def _moved(tier: Tier) -> str:
    """Who came to this level and who left it, in the period."""
    tongue = translator((get_language() or "en")[:2])
    told = (
        (_("came {n}"), tier.came),
        (_("went up {n}"), tier.up),
        (_("went down {n}"), tier.down),
    )
    return ", ".join(words.format(n=tongue.number(count)) for words, count in told if count)
