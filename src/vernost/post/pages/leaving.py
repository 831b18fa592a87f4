"""The way out of letters with offers: for the reader, without signing in, without JavaScript (rule 8.5, RFC
8058).

A GET asks first, for mail scanners follow every link; a mail program's own button POSTs, and that is enough.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from vernost.access.pages import anybody
from vernost.core.practice import FIRM_NAME
from vernost.post import selectors, services
from vernost.post.composing import NOBODY


@anybody("the reader of a letter leaves by its secret link")
@csrf_exempt  # a mail program posts on its own (RFC 8058); the secret in the address is the proof
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, secret: str) -> HttpResponse:
    letter = selectors.letter_of_secret(secret)
    if request.method == "POST":
        services.letter_leave(letter)
    context = {"firm": FIRM_NAME.value() or NOBODY, "has_left": request.method == "POST"}
    with translation.override(letter.language):
        return render(request, "post/leave.html", context)
