"""Do, mark and certify the Step-back Practitioners Course in a terminal."""

__version__ = "0.1.0"
