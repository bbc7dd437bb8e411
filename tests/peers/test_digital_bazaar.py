"""Credentials issued here verify with Digital Bazaar's library for Node, and altered ones do not.

The packages are installed once, by hand, into a folder outside the tree:

    npm install --prefix FOLDER @digitalbazaar/vc@7 @digitalbazaar/data-integrity@2
        @digitalbazaar/eddsa-rdfc-2022-cryptosuite@1

FOLDER is `stepback-peers` in this user's folder for caches, or what STEPBACK_PEERS names.
"""

import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openbadgeslib.ob3.contexts import bundled_contexts
from platformdirs import user_cache_path

from tests.awards.credential.making import SOMEBODY_ELSES, facts, issued

FOLDER = Path(os.environ.get("STEPBACK_PEERS") or user_cache_path("stepback-peers"))
PACKAGE = FOLDER / "node_modules" / "@digitalbazaar" / "vc"
NODE = shutil.which("node")

pytestmark = [
    pytest.mark.skipif(NODE is None, reason="node is not installed"),
    pytest.mark.skipif(not PACKAGE.is_dir(), reason=f"@digitalbazaar/vc is not in {FOLDER}"),
]


def verified(*credentials: Any) -> list[dict[str, Any]]:
    """Return what Digital Bazaar's verifier says of each credential."""
    asked = {"contexts": bundled_contexts(), "credentials": credentials}
    answer = subprocess.run(
        [str(NODE), str(Path(__file__).with_name("verify.mjs")), str(FOLDER)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    answers: list[dict[str, Any]] = json.loads(answer.stdout)
    return answers


def test_what_is_issued_here_verifies() -> None:
    welsh_and_ending = issued(language="cy", valid_until=date(2099, 1, 1))
    of_another = issued(SOMEBODY_ELSES, name="Zażółć Gęślą-Jaźń", setting="")

    for answer in verified(*(json.loads(c) for c in (issued(), welsh_and_ending, of_another))):
        assert answer == {"verified": True, "error": ""}


def test_what_was_changed_afterwards_does_not_verify() -> None:
    other_name, other_number, added = (json.loads(issued()) for _each in range(3))
    other_name["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"
    other_number["credentialSubject"]["licenseNumber"] = facts().number.replace("42", "43")
    added["credentialSubject"]["grade"] = "Distinction"

    for answer in verified(other_name, other_number, added):
        assert not answer["verified"]
