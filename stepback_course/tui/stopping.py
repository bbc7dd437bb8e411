"""Where the cursor stands on a page, and putting it there again."""

from textual.widget import Widget
from textual.widgets import Input, TextArea

from stepback_course.people.places import Stop


def stop_on(page: str, content: Widget | None) -> Stop:
    """Return where whoever works here is: on which page, in which field, at which character."""
    fields = _fields(content)
    focused = content.screen.focused if content is not None else None
    if focused not in fields:
        return Stop(page)
    row, column = _cursor(focused)
    return Stop(page, fields.index(focused), row, column)


def go_on_at(stop: Stop, content: Widget) -> bool:
    """Put the cursor where it stood, as near as what is there now allows.

    Return whether it came to stand anywhere but at the beginning of the page.
    """
    fields = _fields(content)
    if not fields or not (stop.field or stop.row or stop.column):
        return False
    field = fields[max(0, min(stop.field, len(fields) - 1))]
    field.focus(scroll_visible=False)
    if isinstance(field, TextArea):
        field.move_cursor((max(0, stop.row), max(0, stop.column)))
    elif isinstance(field, Input):
        field.cursor_position = max(0, min(stop.column, len(field.value)))
    return True


def _fields(content: Widget | None) -> list[Widget]:
    """Return what takes the focus inside a widget, in order."""
    if content is None:
        return []
    return [
        widget for widget in content.screen.focus_chain if content in widget.ancestors_with_self
    ]


def _cursor(field: Widget) -> tuple[int, int]:
    if isinstance(field, TextArea):
        return field.cursor_location
    return (0, field.cursor_position) if isinstance(field, Input) else (0, 0)
