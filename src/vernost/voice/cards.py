"""The printed card's code, and the few lines that bring the widget onto a site."""

from __future__ import annotations

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from vernost.voice import links
from vernost.voice.models import Survey


def code_of(address: str) -> SafeString:
    """A QR code as SVG of its own size; black on white in every theme, for cameras read nothing else."""
    import segno

    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="survey-code")
    return mark_safe(drawn)  # of our own address


def script_of(survey: Survey) -> str:
    return links.base() + reverse("survey_widget", args=[survey.address])


def snippet_of(survey: Survey) -> str:
    """As text that a person copies: the page escapes it."""
    return f'<script src="{script_of(survey)}" async></script>'
