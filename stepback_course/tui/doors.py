"""The way to every screen. Each is imported when it is opened, so that starting stays quick."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

if TYPE_CHECKING:
    from stepback_course.marking import QueueRow
    from stepback_course.marking.bank.models import Wanted
    from stepback_course.portfolio.erasing.rules import Why
    from stepback_course.tui.home import Place
    from stepback_course.tui.screens.base import StepbackScreen


def welcome_screen() -> Screen[Any]:
    """Return the three doors of an empty store."""
    from stepback_course.tui.screens.welcome import WelcomeScreen

    return WelcomeScreen()


def set_up_screen() -> Screen[Any]:
    """Return the form that makes a team of an empty store."""
    from stepback_course.tui.screens.set_up import SetUpScreen

    return SetUpScreen()


def invitation_screen() -> Screen[Any]:
    """Return the way in for somebody who was sent an invitation."""
    from stepback_course.tui.screens.invitation import InvitationScreen

    return InvitationScreen()


def places_screen(places: "Sequence[Place]") -> Screen[Any]:
    """Return the choice between several places."""
    from stepback_course.tui.screens.home import HomeScreen

    return HomeScreen(places)


def entrance_screen() -> Screen[Any]:
    """Return the question who sits here."""
    from stepback_course.tui.screens.entrance import EntranceScreen

    return EntranceScreen()


def path_screen(portfolio: str) -> Screen[Any]:
    """Return a practitioner's way through the course."""
    from stepback_course.tui.screens.path import PathScreen

    return PathScreen(portfolio)


def unit_screen(portfolio: str, unit: str, page: str = "") -> Screen[Any]:
    """Return one unit, at a page (`activity/ID`) or else where somebody stopped in it."""
    from stepback_course.tui.screens.unit import UnitScreen

    return UnitScreen(portfolio, unit, page)


def closed_case_screen(portfolio: str, number: int) -> Screen[Any]:
    """Return a case study that made room for another learner's, to be read."""
    from stepback_course.tui.screens.closed_case import ClosedCaseScreen

    return ClosedCaseScreen(portfolio, number)


def feedback_screen(portfolio: str, unit: str) -> Screen[Any]:
    """Return what an assessor said about a unit."""
    from stepback_course.tui.screens.feedback import FeedbackScreen

    return FeedbackScreen(portfolio, unit)


def history_screen(portfolio: str, unit: str) -> Screen[Any]:
    """Return how a unit stood before."""
    from stepback_course.tui.screens.history import HistoryScreen

    return HistoryScreen(portfolio, unit)


def kept_aside_screen() -> Screen[Any]:
    """Return what two computers said differently."""
    from stepback_course.tui.screens.kept_aside import KeptAsideScreen

    return KeptAsideScreen()


def evidence_screen(portfolio: str, unit: str, attempt: int | None = None) -> Screen[Any]:
    """Return the files of a unit, or those that were submitted with an attempt."""
    from stepback_course.tui.screens.evidence import EvidenceScreen

    return EvidenceScreen(portfolio, unit, attempt)


def queue_screen() -> Screen[Any]:
    """Return the submissions that wait."""
    from stepback_course.tui.screens.queue import QueueScreen

    return QueueScreen()


def release_screen(rows: "Sequence[QueueRow] | None" = None) -> Screen[Any]:
    """Return the list of what releasing these rows, or all that is looked at, would come to."""
    from stepback_course.tui.screens.release import ReleaseScreen

    return ReleaseScreen(rows)


def desk_screen(portfolio: str, unit: str) -> Screen[Any]:
    """Return one submission, to mark."""
    from stepback_course.tui.screens.desk import DeskScreen

    return DeskScreen(portfolio, unit)


def bank_screen(wanted: "Wanted") -> Screen[str | None]:
    """Return the comments that fit, to choose one; the answer has its placeholders filled."""
    from stepback_course.tui.screens.bank import BankScreen

    return BankScreen(wanted)


def quality_screen() -> Screen[Any]:
    """Return what is to be looked at a second time, and how the marking stands."""
    from stepback_course.tui.screens.quality import QualityScreen

    return QualityScreen()


def sample_screen(portfolio: str, unit: str) -> Screen[Any]:
    """Return one decision, to look at a second time."""
    from stepback_course.tui.screens.sample import SampleScreen

    return SampleScreen(portfolio, unit)


def looking_again_screen() -> Screen[Any]:
    """Return the decisions that somebody is to look at again."""
    from stepback_course.tui.screens.looking_again import LookingAgainScreen

    return LookingAgainScreen()


def practice_screen() -> Screen[Any]:
    """Return the exemplars that all assessors mark."""
    from stepback_course.tui.screens.practice import PracticeScreen

    return PracticeScreen()


def cohorts_screen() -> Screen[Any]:
    """Return the trainer's cohorts."""
    from stepback_course.tui.screens.cohorts import CohortsScreen

    return CohortsScreen()


def awards_screen() -> Screen[Any]:
    """Return certificates and their register."""
    from stepback_course.tui.screens.awards import AwardsScreen

    return AwardsScreen()


def team_screen() -> Screen[Any]:
    """Return everybody and their roles."""
    from stepback_course.tui.screens.team import TeamScreen

    return TeamScreen()


def handover_screen() -> Screen[Any]:
    """Return what can be handed over, and the way in for what arrives."""
    from stepback_course.tui.screens.handover import HandoverScreen

    return HandoverScreen()


def settings_screen(behind: "StepbackScreen[Any]") -> Screen[Any]:
    """Return what whoever sits here may have otherwise, the keys of the screen `behind` too."""
    from stepback_course.tui.screens.settings import SettingsScreen

    return SettingsScreen(behind)


def erasing_screen(
    portfolio: str, units: "Sequence[str]" = (), why: "Why" = "asked for"
) -> Screen[Any]:
    """Return the last question before units of a portfolio, or all of them, are erased."""
    from stepback_course.tui.screens.erasing import ErasingScreen

    return ErasingScreen(portfolio, units, why)
