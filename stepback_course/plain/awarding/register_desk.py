"""The register of certificates: finding one, and what can be done with it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from stepback_course.awards.models import RegisterRow, Sought
from stepback_course.clock import day_of
from stepback_course.desks import Desks
from stepback_course.plain.acts import Act, choose_act
from stepback_course.plain.awarding.certificate_desk import visit_certificate
from stepback_course.plain.conversation import Conversation, numbered
from stepback_course.text import _
from stepback_course.text.days import shown_day

NEAR = 9
"""How many certificates are said at once."""
_ABOUT = _(
    "Every certificate that was ever issued is here, the newest number first. The number of a line "
    "opens one."
)
_EVERYTHING = Sought(newest_first=True)
_KINDS: Mapping[str, Sought] = {
    _("all"): _EVERYTHING,
    _("those that stand"): replace(_EVERYTHING, state="issued"),
    _("those that were replaced"): replace(_EVERYTHING, state="replaced"),
    _("those that were revoked"): replace(_EVERYTHING, state="revoked"),
    _("specimens alone"): replace(_EVERYTHING, specimens=True),
    _("all but specimens"): replace(_EVERYTHING, specimens=False),
}


class RegisterDesk:
    """Says what is in the register, a few certificates at a time."""

    def __init__(self, talk: Conversation, desks: Desks) -> None:
        """Begin with the newest of all."""
        self._talk = talk
        self._desks = desks
        self._sought = _EVERYTHING
        self._after: str | None = None

    def visit(self) -> None:
        """Offer certificates until the person goes back. Raises Left, Refusal, StoreError."""
        self._talk.title(_("The register"))
        while True:
            page = self._desks.register.page(self._sought, after=self._after, limit=NEAR)
            if not page.rows:
                self._talk.say(_("The register has no certificate of that kind."))
            acts = list(self._acts(page.rows, page.next))
            act = choose_act(self._talk, _("The register, what now"), acts, about=_ABOUT)
            if act is None:
                return
            act.do()

    def _acts(self, rows: tuple[RegisterRow, ...], following: str | None) -> Iterator[Act]:
        for number, row in enumerate(rows, start=1):
            visit = partial(visit_certificate, self._talk, self._desks, row.number)
            yield Act(str(number), self._line(row), visit)
        yield Act("f", _("Find a name or a number"), self._find)
        yield Act("w", _("Which are said"), self._choose_kind)
        if following:
            yield Act("m", _("More"), partial(self._go_on, following))
        if self._after:
            yield Act("b", _("Back to the newest"), partial(self._go_on, None))

    def _line(self, row: RegisterRow) -> str:
        return _("{number}, {name}, {day}: {standing}").format(
            number=row.number,
            name=row.name,
            day=shown_day(row.awarded_on),
            standing=self._standing(row),
        )

    def _standing(self, row: RegisterRow) -> str:
        if row.state == "replaced":
            return _("replaced by {number}").format(number=row.replaced_by)
        if row.state == "revoked":
            return _("revoked")
        if row.valid_until and row.valid_until < day_of(self._desks.clock()).isoformat():
            return _("expired")
        return _("stands, signed") if row.is_signed else _("stands, unsigned")

    def _find(self) -> None:
        about = _("Some letters of a name, a number, a cohort. Enter alone says all again.")
        words = self._talk.ask(_("Find what"), about=about)
        if words is not None:
            self._sought = replace(self._sought, words=words)
            self._after = None

    def _choose_kind(self) -> None:
        chosen = self._talk.choose(_("Which"), numbered(list(_KINDS)), about=_ABOUT)
        if chosen is not None:
            self._sought = list(_KINDS.values())[int(chosen) - 1]
            self._after = None

    def _go_on(self, cursor: str | None) -> None:
        self._after = cursor
