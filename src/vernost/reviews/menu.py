"""What reviews add to the shell: a page behind «Voice of the client», answers of the palette."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from vernost.access.menu import pages, part

PAGES = (
    ("review.see", pgettext_lazy("menu", "Reviews"), "reviews", "star"),
    ("review.moderate", _("Write a review down"), "review_add", "square-pen"),
    ("review.widget", _("Reviews on the site"), "review_widget", "code"),
)

part("voice", pgettext_lazy("menu", "Reviews"), to="reviews", verb="review.see", place=60)
pages("reviews_pages", _("What can be done with reviews"), PAGES, place=45)
