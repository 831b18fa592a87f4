"""The report as one HTML file: no network, no script, light and dark, on paper too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from vernost import charts
from vernost.analytics.results import Analysis
from vernost.analytics.terms import PRACTICE, Terms
from vernost.language import Language, translator, typeset
from vernost.report import foretold, sections, worth
from vernost.report.call_list import CallRow
from vernost.report.explanations import explanations
from vernost.report.pictures import Pictures

if TYPE_CHECKING:
    from vernost.analytics.forecast.outlook import Outlook


def render(
    analysis: Analysis,
    told: Outlook | None = None,
    *,
    call_list: Sequence[CallRow],
    language: str,
    currency: str | None = None,
    file_name: str,
    rejected: Mapping[str, int] | None = None,
    notes: Sequence[str] = (),
    terms: Terms = PRACTICE,
    version: str,
) -> str:
    """The whole page.

    ``rejected`` counts rows by reason: sentences, translated here where the catalogue knows them; ``notes``
    come in the person's language already. Everything that comes from the file is escaped.
    """
    words = translator(language)
    pictures = Pictures(analysis, words, currency)
    reasons = sorted((rejected or {}).items(), key=lambda reason: (-reason[1], reason[0]))
    return (
        _environment(language)
        .get_template("page.html")
        .render(
            as_of=words.day(analysis.as_of),
            file_name=file_name,
            version=version,
            tokens=Markup(_tokens()),  # noqa: S704 - colours of our own palette
            key=pictures.rhythm_key(),
            opening=sections.opening(analysis, told, words, currency),
            calls=sections.calls(analysis, call_list, pictures, words, currency),
            lifecycle=sections.lifecycle(analysis, terms, pictures, words),
            foretold=foretold.foretold(told, foretold.coming_rows(told), words, currency),
            matrix=worth.matrix(analysis, terms, pictures, words, currency),
            rfm=worth.rfm(analysis, pictures, words),
            cohorts=worth.cohorts(analysis, pictures, words, currency),
            pareto=worth.pareto(analysis, pictures, words),
            ltv=worth.ltv(analysis, told, words, currency),
            file=sections.file(analysis, words, currency),
            rejected=[(words.gettext(reason), words.number(rows)) for reason, rows in reasons],
            rejected_rows=sum(rows for _, rows in reasons),
            notes=notes,
            explanations=explanations(analysis, terms, words),
        )
    )


@cache
def _environment(code: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("vernost.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_typeset,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    language: Language = translator(code)
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        language.gettext,
        language.ngettext,
        newstyle=True,
        pgettext=language.pgettext,
        npgettext=language.npgettext,
    )
    environment.globals["lang"] = language
    return environment


def _typeset(value: object) -> object:
    """Only spaces change, so what was safe stays safe."""
    if isinstance(value, Markup):
        return Markup(typeset(value))  # noqa: S704
    return typeset(value) if isinstance(value, str) else value


def _tokens() -> str:
    """The palette; print is always on paper."""
    light, dark = charts.css_variables(charts.LIGHT), charts.css_variables(charts.DARK)
    return f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
