"""Backups taken apart and put together again, with something changed in between."""

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from stepback_course.store import Finding
from stepback_course.store.moving.archive import MANIFEST
from stepback_course.store.moving.fingerprint import store_hash
from stepback_course.store.moving.unpacking import opened_archive, verify
from stepback_course.text import canonical

Members = dict[str, bytes]


def members_of(path: Path) -> Members:
    """Return the bytes of every member by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def manifest_of(path: Path) -> dict[str, Any]:
    """Return the manifest as JSON has it."""
    manifest: dict[str, Any] = json.loads(members_of(path)[MANIFEST])
    return manifest


def put_together(path: Path, members: Members) -> Path:
    """Write a zip of these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def forge(path: Path, members: Members, change: Callable[[dict[str, Any]], None]) -> Path:
    """Write a backup whose manifest agrees with its members, after `change` to the manifest."""
    manifest = json.loads(members[MANIFEST])
    manifest["folders"] = {
        name.removeprefix("folders/").removesuffix(".json"): hashlib.sha256(content).hexdigest()
        for name, content in members.items()
        if name.startswith("folders/")
    }
    change(manifest)
    manifest["hash"] = store_hash(manifest["folders"], manifest["files"])
    return put_together(path, members | {MANIFEST: canonical(manifest)})


def verified(path: Path) -> list[Finding]:
    """Open a backup and return what is damaged in it."""
    with opened_archive(path) as archive:
        return verify(archive)
