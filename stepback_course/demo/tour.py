"""A small made-up cohort to be shown round in."""

import atexit
import shutil
import tempfile

from stepback_course.demo.filling import Progress, fill
from stepback_course.portfolio.unsent import forget_store
from stepback_course.store import Store, open_store

SIZE = 12
SEED = 1


def open_tour(progress: Progress | None = None) -> Store:
    """Return a store of its own with a small made-up cohort, the same each time.

    It lies in a temporary folder, which is removed when the process ends, and with it whatever was
    typed in its forms and not sent.
    """
    folder = tempfile.mkdtemp(prefix="stepback-demo-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    store = open_store(folder)
    atexit.register(forget_store, store.url)
    fill(store, size=SIZE, seed=SEED, progress=progress)
    return store
