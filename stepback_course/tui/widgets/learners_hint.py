"""A line above a learner's sort: how to hand over to them, and how to enter what they did."""

from textual.content import Content
from textual.widgets import Static

from stepback_course.text import _
from stepback_course.tui.screens.base import StepbackScreen


class LearnersHint(Static):
    """Names the two keys that a learner's sort has besides those of every sort."""

    DEFAULT_CSS = """
    LearnersHint { color: $secondary; margin-bottom: 1; }
    """

    def on_mount(self) -> None:
        """Name the keys as they are on this screen."""
        screen = self.screen
        if isinstance(screen, StepbackScreen):
            sentence = _("{view} hands over to the learner; {how} notes how they sorted elsewhere.")
            view, how = screen.key_for("hand_to_learner"), screen.key_for("say_occasion")
            self.update(Content(sentence.format(view=view, how=how)))
