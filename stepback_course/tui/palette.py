"""What the command palette offers: every place, and whatever the screen in front can do."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand
from textual.screen import Screen

from stepback_course.text import _
from stepback_course.tui import doors
from stepback_course.tui.home import places

if TYPE_CHECKING:
    from stepback_course.tui.app import StepbackApp


def commands(app: "StepbackApp", screen: Screen[Any]) -> Iterable[SystemCommand]:
    """Yield the commands for whoever sits here, in front of this screen."""
    ways = list(_ways(app))
    yield from ways
    reached = {way.title for way in ways}
    yield from (deed for deed in _deeds(app, screen) if deed.title not in reached)
    yield SystemCommand(
        _("Light or dark"), _("Change the colours of the screens"), app.action_turn_light
    )
    yield SystemCommand(_("Settings"), _("Colours, width of text, keys"), app.action_settings)
    yield SystemCommand(_("Help"), _("What this screen is for, and its keys"), app.action_show_help)
    yield SystemCommand(_("Quit"), _("Save and leave"), app.action_quit)


def _ways(app: "StepbackApp") -> Iterable[SystemCommand]:
    open_places = places(app.desks)
    for place in open_places:
        yield SystemCommand(place.title, place.about, partial(app.go_to, place))
    if len(open_places) > 1:
        yield SystemCommand(
            _("All my places"),
            _("Everything that is open to you here"),
            lambda: app.start_at(doors.places_screen(open_places)),
        )
    yield SystemCommand(
        _("Somebody else"),
        _("Choose who works here now"),
        lambda: app.start_at(doors.entrance_screen()),
    )
    if app.is_visiting:
        yield SystemCommand(
            _("Leave the made-up cohort"), _("Go back to your own work"), app.move_out
        )
    else:
        yield SystemCommand(
            _("Open an invitation"),
            _("Join a course with the file you were sent"),
            lambda: app.push_screen(doors.invitation_screen()),
        )


def _deeds(app: "StepbackApp", screen: Screen[Any]) -> Iterable[SystemCommand]:
    """Yield what the keys of a screen do, so that each can also be found by its words."""
    offered = {"back", "help"}
    for active in screen.active_bindings.values():
        binding = active.binding
        is_deed = active.node is screen and active.enabled and binding.id and binding.description
        if not is_deed or binding.action in offered:
            continue
        offered.add(binding.action)
        yield SystemCommand(
            binding.description,
            _("On this screen: {key}").format(key=app.get_key_display(binding)),
            partial(app.run_action, binding.action, active.node),
        )
