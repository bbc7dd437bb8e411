"""The long fault campaign, as `python3 dev.py faults` runs it."""

# A file of its own, because every process that a part begins would load the main module again,
# unless that is called `__main__`.
import sys

from tests.faults.campaign import main

if __name__ == "__main__":
    sys.exit(main())
