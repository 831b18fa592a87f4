"""What a page needs to call a service with a form, and to say back what the service refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from vernost.core.errors import Invalid


def saves(form: forms.BaseForm, service: Callable[[], Any]) -> bool:
    """Whether the form was right and the service took it; what either refused stands at its field."""
    if not form.is_valid():
        return False
    try:
        service()
    except Invalid as error:
        for field, texts in error.fields.items():
            form.add_error(field if field in form.fields else None, [str(text) for text in texts])
        return False
    return True
