"""Where the campaign runs."""

import sys

if sys.platform == "win32":  # its processes, locks and mounts are those of POSIX
    collect_ignore_glob = ["test_*.py"]
