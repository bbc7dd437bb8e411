"""A word at the edge and a sentence behind it, which goes on under itself where it does not fit."""

from collections.abc import Sequence
from itertools import chain, zip_longest

from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual


class Hanging(Visual):
    """Two contents side by side, the first of them `indent` cells wide."""

    def __init__(self, edge: Content, sentence: Content, indent: int) -> None:
        """Keep what stands at the edge, and what stands behind it."""
        self._edge = edge
        self._sentence = sentence
        self._indent = indent

    def __str__(self) -> str:
        """Return the words of both."""
        return f"{self._edge} {self._sentence}"

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Render the two side by side."""
        edge = self._edge.render_strips(self._indent, height, style, options)
        sentence = self._sentence.render_strips(width - self._indent, height, style, options)
        return [
            Strip.join([left.extend_cell_length(self._indent, style.rich_style), right])
            for left, right in zip_longest(edge, sentence, fillvalue=Strip([]))
        ]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the cells with which nothing has to go on in another line."""
        return self._indent + self._sentence.get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the lines that the longer of the two takes."""
        return max(
            self._edge.get_height(rules, self._indent),
            self._sentence.get_height(rules, width - self._indent),
        )


class HangingLines(Visual):
    """Sentences one under the other, each behind its own sign."""

    def __init__(self, lines: Sequence[Hanging]) -> None:
        """Keep the lines."""
        self._lines = lines

    def __str__(self) -> str:
        """Return the words of all."""
        return "\n".join(map(str, self._lines))

    def render_strips(
        self, width: int, height: int | None, style: Style, options: RenderOptions
    ) -> list[Strip]:
        """Render one after the other."""
        rendered = (line.render_strips(width, None, style, options) for line in self._lines)
        return list(chain.from_iterable(rendered))[:height]

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        """Return the cells with which no sentence has to go on in another line."""
        return max(
            (line.get_optimal_width(rules, container_width) for line in self._lines), default=0
        )

    def get_height(self, rules: RulesMap, width: int) -> int:
        """Return the lines that all take together."""
        return sum(line.get_height(rules, width) for line in self._lines)
