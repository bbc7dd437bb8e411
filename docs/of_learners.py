"""What is seen of the case study: permission, the learner view, what goes and what is kept."""

from collections.abc import Iterator
from functools import partial

from docs.made_up import CASE_STUDY, owner_of, with_learner
from docs.picture import WIDE, MakeScreen, Picture
from stepback_course.store import Store
from stepback_course.tui import doors

TINY = (40, 12)
"""What is left of a window whose letters were made as large as a learner needs."""


def of_learners(store: Store) -> Iterator[Picture]:
    """Yield the screens of the case study; last that of one which is closed for them."""
    portfolio = with_learner(store)
    desks = owner_of(store, portfolio)

    def page(name: str) -> MakeScreen:
        return partial(doors.unit_screen, portfolio, CASE_STUDY, name)

    yield Picture("permission", desks, page("consent"))
    yield Picture("permission-form", desks, page("consent"), ("enter",))
    yield Picture("permission-taken-back", desks, page("consent"), ("tab", "enter"))
    yield Picture("another-learner", desks, page("consent"), ("tab", "tab", "enter"))
    sort = page("activity/easy-easier")
    yield Picture("easy-easier", desks, sort)
    yield Picture("learner-hand-over", desks, sort, ("f6",))
    yield Picture("learner-view", desks, sort, ("f6", "enter"), sizes=(TINY, WIDE))
    yield Picture("sorted-elsewhere", desks, sort, ("f9",))
    yield Picture("change", desks, page("activity/easy-easier-again"))
    desks.learners.begin_again(portfolio)
    yield Picture("permission-first", desks, page("consent"))
    yield Picture("closed-case", desks, page("consent"), ("tab", "enter", "enter"))
