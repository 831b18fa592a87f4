"""Letters of voice/. A survey offers nothing, and still is a letter that the client did not wait for: it
keeps to every rule of advertising (consent, unsubscribing, guards, how often, quiet hours): decision 0022."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from vernost.post.letter_kinds import letter_kind

SURVEY = letter_kind("voice.survey", _("Letter with a survey"), advertising=True, asks=True)
