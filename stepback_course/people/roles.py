"""The roles there are."""

from typing import Literal, get_args

Role = Literal["practitioner", "assessor", "verifier", "trainer", "coordinator"]
ROLES: tuple[Role, ...] = get_args(Role)
