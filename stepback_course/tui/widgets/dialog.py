"""The window in which something small is asked or said."""

from textual.containers import Vertical


class Dialog(Vertical):
    """A window over the screen, with a title, sentences, a line for a problem, and buttons."""

    DEFAULT_CSS = """
    Dialog {
        width: 72;
        max-width: 96%;
        height: auto;
        max-height: 94%;
        padding: 1 2;
        background: $surface;
        border: round $accent;
    }
    Dialog .title { text-style: bold; color: $accent; margin-bottom: 1; }
    Dialog .sentence { margin-bottom: 1; }
    Dialog .problem { color: $error; display: none; }
    Dialog .problem.-shown { display: block; margin-top: 1; }
    Dialog .problem.-told { color: $secondary; }
    Dialog .buttons { height: auto; margin-top: 1; align-horizontal: right; }
    Dialog .buttons Button { margin-left: 2; }
    Dialog .dialog-text { height: auto; max-height: 50vh; }
    .-short Dialog { padding: 0 1; }
    .-short Dialog .title, .-short Dialog .buttons { margin: 0; }
    Dialog OptionList { max-height: 16; background: $surface; }
    Dialog OptionList, Dialog OptionList:focus { border: none; padding: 0; }
    """
