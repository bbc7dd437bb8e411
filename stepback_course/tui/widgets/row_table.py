"""A table whose keys mean what they mean in a list."""

from rich.text import Text
from textual.widgets import DataTable


class RowTable(DataTable[Text]):
    """Rows of text; where the cursor is a whole row, Home and End go to the first and the last."""

    def action_scroll_home(self) -> None:
        """Go to the first row, or to the first column where there is a cell cursor."""
        if self.cursor_type == "row":
            self.action_scroll_top()
        else:
            super().action_scroll_home()

    def action_scroll_end(self) -> None:
        """Go to the last row, or to the last column where there is a cell cursor."""
        if self.cursor_type == "row":
            self.action_scroll_bottom()
        else:
            super().action_scroll_end()
