"""Reads of surveys and answers. Import from here, or from the room itself."""

from vernost.voice.selectors.surveys import Line, open_surveys, survey_list

__all__ = ["Line", "open_surveys", "survey_list"]
