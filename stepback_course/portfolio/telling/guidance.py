"""What a practitioner could do now, the next thing first, worked out from the portfolio."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from stepback_course.course.activities import Activity
from stepback_course.portfolio.learner.permission import is_frozen
from stepback_course.portfolio.models import Status
from stepback_course.portfolio.telling.words import full_name, time_needed, unit_name
from stepback_course.portfolio.views import PortfolioView, UnitView
from stepback_course.text import _, ngettext

QUARTER_HOUR = 15
NAMED = 3
"""How many units are named one by one; more are counted."""

Kind = Literal["feedback", "write", "submit", "short", "name", "wait", "done"]


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do, or the sentence that there is nothing."""

    kind: Kind
    sentence: str
    unit: str = ""
    """The unit it is about, or an empty text."""
    activity: str = ""
    """The activity it is about, or an empty text."""

    @property
    def can_be_done(self) -> bool:
        """Whether there is anything for the practitioner to do about it."""
        return self.kind not in ("wait", "done")


def deeds(view: PortfolioView, stopped: Mapping[str, str] | None = None) -> list[Deed]:
    """Return what could be done now; the first is the next thing, and there always is one.

    What came back comes first, then what is begun, what is ready, and what is not begun. `stopped`
    says at which activity of each unit somebody stopped, where that is known.
    """
    found = [*_read(view), *_go_on(view, stopped or {}), *_submit(view), *_begin(view)]
    if not found:
        return [_nothing_to_write(view)]
    short = something_short(view)
    if short is not None and short[1].id not in {deed.activity for deed in found}:
        found.append(_for_a_quarter_of_an_hour(*short))
    return found


def something_short(view: PortfolioView) -> tuple[UnitView, Activity] | None:
    """Return an activity that is not complete and fits into a quarter of an hour, or None.

    Units that are begun come before those that are not.
    """
    order: Mapping[Status, int] = {"in progress": 0, "referred": 1, "not started": 2}
    open_units = [unit for unit in view.units if unit.status in order and not is_shut(view, unit)]
    for unit in sorted(open_units, key=lambda unit: order[unit.status]):
        for activity in incomplete(unit):
            if activity.minutes <= QUARTER_HOUR:
                return unit, activity
    return None


def is_shut(view: PortfolioView, unit: UnitView) -> bool:
    """Say whether a unit waits for permission, without which nothing can be written in it."""
    is_asked_for = unit.unit.needs_consent and view.consent is None
    return is_asked_for or is_frozen(unit.unit, view.consent)


def incomplete(view: UnitView) -> Iterator[Activity]:
    """Yield the activities of a unit to which something is missing."""
    waiting = {gap.activity for gap in view.gaps}
    return (activity for activity in view.unit.activities if activity.id in waiting)


def minutes_left(view: UnitView) -> int:
    """Return how many minutes the activities of a unit take that are not complete yet."""
    return sum(activity.minutes for activity in incomplete(view))


def last_written(view: UnitView) -> str:
    """Return the instant of the newest response of a unit, or an empty text."""
    return max((response.at for response in view.draft.responses.values()), default="")


def worked_on_last(view: PortfolioView) -> str:
    """Return the unit that was written in last; the first one where nothing is written."""
    return max(view.units, key=last_written).unit.id


def _to_write(view: PortfolioView, status: Status) -> list[UnitView]:
    """Return the units that stand so and are not frozen."""
    return [
        unit
        for unit in view.units
        if unit.status == status and not is_frozen(unit.unit, view.consent)
    ]


def _read(view: PortfolioView) -> Iterator[Deed]:
    for unit in _to_write(view, "referred")[:1]:
        sentence = _("Read what your assessor said about {unit}")
        yield Deed("feedback", sentence.format(unit=unit_name(unit.unit)), unit.unit.id)


def _go_on(view: PortfolioView, stopped: Mapping[str, str]) -> Iterator[Deed]:
    """Yield the unit that is begun and was touched last."""
    begun = _to_write(view, "in progress")
    if not begun:
        return
    unit = max(begun, key=last_written)
    waiting = list(incomplete(unit))
    at = stopped.get(unit.unit.id)
    for activity in [each for each in waiting if each.id == at] or waiting[:1]:
        yield Deed("write", _going_on(unit, activity), unit.unit.id, activity.id)
        return
    # Only permission is missing.
    sentence = _("Go on with {unit}")
    yield Deed("write", sentence.format(unit=full_name(unit.unit)), unit.unit.id)


def _going_on(unit: UnitView, activity: Activity) -> str:
    sentence = _("Go on with {unit}: {activity}, about {time}")
    return sentence.format(
        unit=unit_name(unit.unit), activity=activity.title, time=time_needed(activity.minutes)
    )


def _submit(view: PortfolioView) -> Iterator[Deed]:
    ready = view.ready
    if len(ready) == 1:
        sentence = _("Submit {unit}, which is ready")
        yield Deed("submit", sentence.format(unit=unit_name(ready[0].unit)), ready[0].unit.id)
    elif ready:
        yield Deed("submit", _ready_units(ready))


def _ready_units(ready: tuple[UnitView, ...]) -> str:
    count = len(ready)
    if count > NAMED:
        sentence = ngettext(
            "Submit the {count} unit that is ready",
            "Submit the {count} units that are ready",
            count,
        )
        return sentence.format(count=count)
    names = [unit_name(unit.unit) for unit in ready]
    return _("Submit what is ready: {units}").format(units=", ".join(names))


def _begin(view: PortfolioView) -> Iterator[Deed]:
    """Yield the first unit that is not begun, where none is."""
    if _to_write(view, "in progress"):
        return
    unit = next(iter(_to_write(view, "not started")), None)
    if unit is None:
        return
    sentence = _("Begin {unit}, about {time} in all").format(
        unit=full_name(unit.unit), time=time_needed(minutes_left(unit))
    )
    yield Deed("write", sentence, unit.unit.id)


def _for_a_quarter_of_an_hour(unit: UnitView, activity: Activity) -> Deed:
    sentence = _("For {time}: {activity} ({unit})").format(
        time=time_needed(activity.minutes), activity=activity.title, unit=unit_name(unit.unit)
    )
    return Deed("short", sentence, unit.unit.id, activity.id)


def _nothing_to_write(view: PortfolioView) -> Deed:
    for unit in view.units:
        if unit.status == "ready":
            sentence = _("{unit} has no attempt left: ask a coordinator for one more")
            return Deed("wait", sentence.format(unit=unit_name(unit.unit)), unit.unit.id)
    if _are_met(view.units):
        return _after_everything_is_met(view)
    for unit in view.units:
        if unit.is_open and is_frozen(unit.unit, view.consent):
            sentence = _("{unit} rests: permission was taken back")
            return Deed("wait", sentence.format(unit=unit_name(unit.unit)), unit.unit.id)
    return Deed("wait", _("Nothing left to write: all your work is submitted"))


def _are_met(units: Iterable[UnitView]) -> bool:
    return all(unit.status == "met" for unit in units)


def _after_everything_is_met(view: PortfolioView) -> Deed:
    if view.award.issued:
        sentence = _("Your certificate {number} is issued. Well done!")
        return Deed("done", sentence.format(number=view.award.number))
    if not view.award.name:
        return Deed("name", _("Confirm the name for your certificate"))
    return Deed("done", _("Everything is met: your certificate is being prepared"))
