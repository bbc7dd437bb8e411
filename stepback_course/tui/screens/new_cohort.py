"""Making a cohort."""

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.widgets import Select

from stepback_course.clock import instant
from stepback_course.cohorts import Cohort
from stepback_course.course.models import CourseReference
from stepback_course.desks import Desks
from stepback_course.text import _, new_identifier
from stepback_course.tui.screens.forms import FormDialog
from stepback_course.tui.widgets.cohort_lines import CohortLines
from stepback_course.tui.widgets.form_lines import FormLine
from stepback_course.tui.widgets.ticks import TickLine


class NewCohort(FormDialog[Cohort]):
    """Makes a cohort on one of the store's courses; the answer is that cohort."""

    def __init__(self, desks: Desks) -> None:
        """Offer the courses that the store knows, the newest first."""
        super().__init__(_("A new cohort"), accept=_("Make it"))
        self._desks = desks
        newest = desks.courses.default(actor=desks.actor.id, at=instant(desks.clock()))
        self._courses = {entry.reference.hash: entry for entry in desks.courses.list()}
        self._newest = newest

    def compose_lines(self) -> ComposeResult:
        """Lay out the course, where there is a choice, and what a cohort needs."""
        if len(self._courses) > 1:
            with VerticalGroup(id="course"):
                yield Select(
                    [
                        (
                            _("{name}, version {version}").format(
                                name=entry.name, version=entry.reference.version
                            ),
                            key,
                        )
                        for key, entry in self._courses.items()
                    ],
                    value=self._newest.hash,
                    allow_blank=False,
                    compact=True,
                )
        yield CohortLines(self._desks.courses.of(self._newest).rules.award.days)
        yield TickLine(
            _("To practise on: its submissions are exemplars that all assessors mark"),
            False,
            read_only=False,
        )
        yield FormLine("contact", _("Whom to ask for help"), hint=_("may stay empty"), limit=300)

    def accept(self) -> None:
        """Make the cohort."""
        plan = self.query_one(CohortLines).read()
        if plan is None:
            return
        cohort = Cohort(
            id=new_identifier("CO"),
            name=plan.name,
            course=self._course(),
            days=plan.days,
            due=plan.due,
            contact=self.query_one("#contact", FormLine).value,
            practice=self.query_one(TickLine).ticked,
        )
        self.dismiss(self._desks.registry.make_cohort(cohort))

    def _course(self) -> CourseReference:
        for select in self.query(Select):
            return self._courses[str(select.value)].reference
        return self._newest
