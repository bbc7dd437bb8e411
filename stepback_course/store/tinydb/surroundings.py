"""What in a store's place is a risk: network folders, and folders that a program synchronises."""

import re
from collections.abc import Sequence
from pathlib import Path, PurePath

from stepback_course.text import _

_NETWORK = {
    "9p": "9p",
    "afs": "AFS",
    "ceph": "Ceph",
    "cifs": "SMB",
    "davfs": "WebDAV",
    "fuse.davfs2": "WebDAV",
    "fuse.glusterfs": "GlusterFS",
    "fuse.rclone": "rclone",
    "fuse.sshfs": "SSHFS",
    "ncpfs": "NCP",
    "nfs": "NFS",
    "nfs4": "NFS",
    "smb3": "SMB",
    "smbfs": "SMB",
}

_SYNCHRONISED = {
    "Dropbox": re.compile(r"dropbox( \(.+\))?"),
    "OneDrive": re.compile(r"onedrive( - .+|-.+)?"),
    "iCloud Drive": re.compile(r"icloud ?drive|com~apple~clouddocs"),
    "Google Drive": re.compile(r"google ?drive(-.+)?|googledrive-.+|my drive"),
    "Nextcloud": re.compile(r"nextcloud\d*|owncloud"),
}

_OCTAL = re.compile(r"\\([0-7]{3})")


def network_of(mounts: str, place: PurePath) -> str | None:
    """Return what kind of network folder holds `place`, or None for a disk of this computer.

    `mounts` is the text of `/proc/mounts`: device, directory, type, … to a line, later lines over
    earlier ones, with spaces in directories as `\\040`.
    """
    found, depth = "", -1
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        directory = PurePath(_OCTAL.sub(lambda code: chr(int(code[1], 8)), fields[1]))
        if place.is_relative_to(directory) and len(directory.parts) >= depth:
            found, depth = fields[2], len(directory.parts)
    return _NETWORK.get(found)


def synchroniser_of(parts: Sequence[str]) -> str | None:
    """Return the program that synchronises a folder with such a path, or None."""
    for part in parts:
        for program, names in _SYNCHRONISED.items():
            if names.fullmatch(part.casefold()):
                return program
    return None


def risks(root: Path) -> list[str]:
    """Return what is a risk where the store `root` lies, in sentences."""
    found = []
    place = root.resolve()
    network = network_of(_mounts(), place)
    if network:
        found.append(
            _(
                "{place} is a network folder ({kind}). That is safe for some people who write in "
                "turn, if its locks work and its server keeps what it acknowledged. "
                "For more people use a server, and make backups."
            ).format(place=root, kind=network)
        )
    program = synchroniser_of(place.parts)
    if program:
        found.append(
            _(
                "{place} lies in a folder that {program} synchronises. It may put an older file in "
                "place of a newer one, and two computers may write at once. Keep the store "
                "elsewhere, and hand work over as sealed bundles."
            ).format(place=root, program=program)
        )
    return found


def _mounts() -> str:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:  # another system, or one that does not say
        return ""
