"""When an answer may be written, and what it is made of, without I/O."""

from typing import Any, NamedTuple

from pydantic import ValidationError

from stepback_course.course.activities import Activity
from stepback_course.course.models import Unit
from stepback_course.portfolio.models import Occasion, Response, UnitRecord
from stepback_course.store import Conflict
from stepback_course.text import _
from stepback_course.text.problems import sentences
from stepback_course.text.refusals import Refusal


class Offered(NamedTuple):
    """An answer in the form that records keep, before it has its number."""

    value: Any
    occasion: Occasion | None = None

    def numbered(self, number: int, at: str) -> Response:
        """Return it as the response of this number, given at an instant."""
        said = self.occasion.model_dump() if self.occasion else {}
        return Response(value=self.value, number=number, at=at, **said)


def activity_of(unit: Unit, identifier: str) -> Activity:
    """Return one activity of a unit. Raises Refusal where the unit has none of this id."""
    activity = unit.activity(identifier)
    if activity is None:
        raise Refusal(
            "unknown",
            _("'{unit}' has no activity '{activity}': its activities are {names}").format(
                unit=unit.id,
                activity=identifier,
                names=", ".join(each.id for each in unit.activities),
            ),
        )
    return activity


def offered_answer(activity: Activity, value: object, occasion: Occasion | None = None) -> Offered:
    """Return an answer as it may be kept. Raises Refusal where it has another shape."""
    try:
        return Offered(activity.read(value), occasion)
    except ValidationError as error:
        raise Refusal("invalid", "; ".join(sentences(error))) from None
    except ValueError as error:
        raise Refusal("invalid", str(error)) from None


def same_answer(one: Response, other: Response) -> bool:
    """Say whether two responses differ in nothing but when they were given."""
    if one.value != other.value:
        return False
    return one.model_copy(update={"number": other.number, "at": other.at}) == other


def is_about_learner(unit: Unit, activity: str) -> bool:
    """Say whether an answer is about a learner, so that permission comes first."""
    return unit.needs_consent and not unit.part_of(activity).consent


def require_open(unit: Unit, record: UnitRecord) -> None:
    """Raise Refusal where a unit is not its practitioner's to change now."""
    if record.state == "open":
        return
    sentence = {
        "submitted": _("'{unit}' is submitted: take it back before you change it"),
        "met": _("'{unit}' is met and closed"),
    }.get(record.state, _("'{unit}' is with an assessor and cannot be changed now"))
    raise Refusal("closed", sentence.format(unit=unit.title))


def require_seen(number: int, seen: int | None) -> None:
    """Raise Conflict where the response that stands is not the one that is to be replaced."""
    if seen is None or seen == number:
        return
    raise Conflict(
        _("this answer was changed in another window: yours is kept here, and not saved over it"),
        {},
    )
