"""The kinds of text that models have, each cleaned and limited where it enters."""

from operator import not_
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from stepback_course.text.cleaning import clean, clean_line
from stepback_course.text.identifiers import check_identifier

ANSWER_LIMIT = 50_000
"""The longest answer in characters, about eight thousand words."""
NOTE_LIMIT = 4_000
"""The longest note in characters."""
LINE_LIMIT = 300
"""The longest title, label or name of a card in characters."""


def _cleaned(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


def _cleaned_line(value: object) -> object:
    return clean_line(value) if isinstance(value, str) else value


Identifier = Annotated[str, AfterValidator(check_identifier)]
Line = Annotated[str, BeforeValidator(_cleaned_line), StringConstraints(max_length=LINE_LIMIT)]
"""One line: a title, a label, a name."""
Name = Annotated[
    str, BeforeValidator(_cleaned_line), StringConstraints(min_length=1, max_length=120)
]
"""What a person, a group or a place is called."""
Note = Annotated[str, BeforeValidator(_cleaned), StringConstraints(max_length=NOTE_LIMIT)]
"""A few sentences: a cell of a table, a comment, a reason."""
Prose = Annotated[str, BeforeValidator(_cleaned), StringConstraints(max_length=ANSWER_LIMIT)]
"""A long answer or a reading."""
Language = Literal["en", "cy", "en-cy"]
"""What a certificate is in: English, Welsh, or both side by side."""
WebAddress = Annotated[Line, StringConstraints(pattern=r"^(https://[^\s#\"<>\\]+)?$")]
"""The address of a page as browsers take it, without a `#…`; or empty."""
LATER: Any = Field(exclude_if=not_)
"""For a field that a model gained after records of it were hashed: empty, it is not written."""


class Frozen(BaseModel):
    """A model that refuses members it does not know and cannot be changed once made."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)
