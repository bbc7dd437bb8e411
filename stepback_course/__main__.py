"""Start the program; what can be answered at once is answered before anything is imported."""

import sys


def main() -> None:
    """Run the command line."""
    if sys.argv[1:] == ["--version"]:
        from stepback_course import __version__

        sys.stdout.write(f"stepback {__version__}\n")
        return
    from stepback_course.cli.main import stepback

    stepback(prog_name="stepback")


if __name__ == "__main__":
    main()
