"""Sentences for whoever uses the store, kept until they are asked for."""

import threading


class Notices:
    """Collects sentences from any thread; the same one is told once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._guard = threading.Lock()
        self._told: set[str] = set()
        self._waiting: list[str] = []

    def add(self, sentence: str) -> None:
        """Keep a sentence, unless it was told before."""
        with self._guard:
            if sentence not in self._told:
                self._told.add(sentence)
                self._waiting.append(sentence)

    def take(self) -> list[str]:
        """Return the sentences since the last time."""
        with self._guard:
            taken, self._waiting = self._waiting, []
        return taken
