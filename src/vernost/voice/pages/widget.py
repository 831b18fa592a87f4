"""The widget: one small script that puts the survey in a frame where it stands. It reads nothing of the page,
sets no cookie and no style, so a strict policy allows it: script-src and frame-src of our address."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from vernost.access.pages import anybody
from vernost.core import clock
from vernost.voice import links, selectors, wording
from vernost.voice.rules import takes_answers

SCRIPT = """(() => {
  const me = document.currentScript;
  const frame = document.createElement("iframe");
  frame.src = %(src)s;
  frame.title = %(title)s;
  frame.width = "100%%";
  frame.height = "280";
  frame.setAttribute("frameborder", "0");
  frame.setAttribute("loading", "lazy");
  const origin = new URL(frame.src).origin;
  addEventListener("message", (said) => {
    const height = Number(said.data && said.data.vernostHeight);
    if (said.source === frame.contentWindow && said.origin === origin && height > 0)
      frame.height = String(Math.min(height, 4000));
  });
  me.after(frame);
})();
"""


@anybody("the firm's own widget, shown on the sites that the survey names")
@require_safe
def script(request: HttpRequest, address: str) -> HttpResponse:
    survey = selectors.by_address(address)
    shown = survey.sites and takes_answers(survey.state, survey.closed_at, clock.now())
    with translation.override(translation.get_language_from_request(request)):
        told = {"src": _literal(links.of_survey(survey, "site")), "title": _literal(wording.asks(survey))}
    text = SCRIPT % told if shown else "// nothing is asked here now\n"
    answer = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "public, max-age=300"
    answer["Vary"] = "Accept-Language"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _literal(text: str) -> str:
    """As a string of JavaScript that may stand in any page."""
    return json.dumps(text).replace("<", "\\u003c").replace("\u2028", "\\u2028")
