"""What keeps the marking from meeting the plan is said in words that people read."""

from stepback_course.marking.quality.models import Covered
from stepback_course.marking.quality.telling import lack_line


def test_an_outcome_that_nobody_looked_at_is_named_in_words() -> None:
    line = Covered(kind="outcome", value="not_yet_met", decisions=4, sampled=0)
    assert lack_line(line) == "no decision that says “not yet met” is in the sample"


def test_a_unit_that_nobody_looked_at_is_named_by_its_id() -> None:
    line = Covered(kind="unit", value="statement-03", decisions=4, sampled=0)
    assert lack_line(line) == "no decision on the unit statement-03 is in the sample"
