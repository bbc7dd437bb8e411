"""Start the program; what can be answered at once is answered before anything is imported."""

import gc
import os
import sys


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["--version"]:
        from stepback_course import __version__

        sys.stdout.write(f"stepback {__version__}\n")
        return
    # Starting makes many objects and drops few: looking for garbage among them costs a third of
    # it. The app looks again once it is ready, a command before it runs.
    gc.disable()
    # No other package's plugin sees what is written here, and none is looked for.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    from stepback_course.cli.main import stepback

    stepback(prog_name="stepback")


if __name__ == "__main__":
    main()
