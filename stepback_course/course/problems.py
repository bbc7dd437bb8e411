"""What is wrong with a course, where, and how a reader is told."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from stepback_course.text import _
from stepback_course.text.refusals import Refusal, RefusalCode

ProblemFormat = Literal["text", "json", "github"]

_ALIKE = 0.7
"""How alike two words must be, from 0 to 1, for one to be a likely slip of the other."""


class CourseError(Refusal):
    """A course cannot be read, found or kept; its text is a sentence for a person."""

    def __init__(self, sentence: str, code: RefusalCode = "invalid") -> None:
        """Keep the sentence, and the code that scripts read."""
        super().__init__(code, sentence)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong; lines and columns count from 1."""

    file: str
    line: int
    column: int
    sentence: str

    def __str__(self) -> str:
        """Return the problem the way editors and terminals make it a link."""
        return f"{self.file}:{self.line}:{self.column}: {self.sentence}"


class Problems(CourseError):
    """Everything that is wrong with one course, in order of file and line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, each once, sorted."""
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the one of `known` that was probably meant by `word`, or None."""
    import difflib

    by_lower = {name.lower(): name for name in known}
    alike = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=_ALIKE)
    return by_lower[alike[0]] if alike else None


def with_suggestion(sentence: str, suggestion: str | None) -> str:
    """Return `sentence`, ending in what was probably meant where that is known."""
    if suggestion is None:
        return sentence
    return _("{sentence} (did you mean '{suggestion}'?)").format(
        sentence=sentence, suggestion=suggestion
    )


def render_problems(problems: Sequence[Problem], style: ProblemFormat) -> list[str]:
    """Return the lines that tell of `problems`.

    `text` is one line for each, `json` one object, `github` one workflow command for each, which
    GitHub shows beside the line it is about.
    """
    match style:
        case "text":
            return [str(problem) for problem in problems]
        case "json":
            rows = [asdict(problem) for problem in problems]
            answer = {"schema": "stepback.content-check/1", "rows": rows, "next": None}
            return [json.dumps(answer, ensure_ascii=False)]
        case "github":
            return [_workflow_command(problem) for problem in problems]


def _workflow_command(problem: Problem) -> str:
    file = _escaped(problem.file).replace(":", "%3A").replace(",", "%2C")
    place = f"file={file},line={problem.line},col={problem.column}"
    return f"::error {place}::{_escaped(problem.sentence)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
