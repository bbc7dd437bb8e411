"""What is put into a practitioner's portfolio so that its screens have something to show."""

from pathlib import Path
from tempfile import TemporaryDirectory

from docs.made_up import Place
from stepback_course.course.activities import Reflection
from stepback_course.desks import Desks

FILES = (
    ("The card with the three steps, as it lies on the desk", "Look. Think. Ask.\n"),
    ("The plan for the week, with the times when I stood back", "Monday: from the door.\n"),
    ("What was on the board when the task began", "Find the missing number.\n"),
)
"""What each file shows, and what is in it."""
TELLING = " Home is LL57 2DG, and Megan was born on 4 March 2016."
"""Words that may tell who a child is."""


def attach_files(desks: Desks, place: Place) -> None:
    """Put a few files to a unit."""
    with TemporaryDirectory() as folder:
        for number, (shows, content) in enumerate(FILES):
            file = Path(folder, f"file-{number}.txt")
            file.write_text(content, encoding="utf-8")
            desks.evidence.attach(*place, file, shows=shows, learner=False)


def write_telling_words(desks: Desks, portfolio: str) -> None:
    """Let an answer in the first ready unit say more of a child than it may."""
    view = desks.workbook.open(portfolio).ready[0]
    activity = next(each for each in view.unit.activities if isinstance(each, Reflection))
    text = str(view.draft.responses[activity.id].value)
    desks.workbook.respond(portfolio, view.unit.id, activity.id, text + TELLING)
