from pathlib import Path, PurePosixPath

import pytest

from stepback_course.store.tinydb import surroundings
from stepback_course.store.tinydb.engine import TinyDBStore
from stepback_course.store.tinydb.surroundings import network_of, synchroniser_of
from tests.contract.writing import write

MOUNTS = r"""/dev/vda / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
server:/home /home nfs4 rw 0 0
//server/team /mnt/team\040folder cifs rw 0 0
me@server: /home/anwen/away fuse.sshfs rw 0 0
C:\134 /mnt/c 9p rw 0 0
/dev/vdb /home/local ext4 rw 0 0
/dev/vdc /over ext4 rw 0 0
server:/over /over nfs rw 0 0
half a-line
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/srv/store", None),
        ("/home/anwen/store", "NFS"),
        ("/home", "NFS"),
        ("/homes/anwen", None),
        ("/home/anwen/away/store", "SSHFS"),
        ("/home/local/store", None),
        ("/mnt/team folder/store", "SMB"),
        ("/mnt/team/store", None),
        ("/mnt/c/Users/anwen", "9p"),
        ("/over/store", "NFS"),
    ],
)
def test_the_innermost_and_latest_mount_says_whether_a_place_is_on_the_network(
    place: str, kind: str | None
) -> None:
    assert network_of(MOUNTS, PurePosixPath(place)) == kind


def test_a_system_that_names_no_mounts_warns_of_no_network() -> None:
    assert network_of("", PurePosixPath("/home")) is None


@pytest.mark.parametrize(
    ("path", "program"),
    [
        ("/home/anwen/Dropbox/store", "Dropbox"),
        ("/home/anwen/Dropbox (Positive Eye)/store", "Dropbox"),
        ("/c/Users/anwen/OneDrive/store", "OneDrive"),
        ("/c/Users/anwen/OneDrive - Positive Eye/store", "OneDrive"),
        ("/Users/anwen/Library/CloudStorage/OneDrive-Personal/store", "OneDrive"),
        ("/Users/anwen/Library/Mobile Documents/com~apple~CloudDocs/store", "iCloud Drive"),
        ("/c/Users/anwen/iCloudDrive/store", "iCloud Drive"),
        ("/Users/anwen/Library/CloudStorage/GoogleDrive-a@b.org/My Drive/s", "Google Drive"),
        ("/home/anwen/Google Drive/store", "Google Drive"),
        ("/home/anwen/Nextcloud/store", "Nextcloud"),
        ("/home/anwen/ownCloud/store", "Nextcloud"),
        ("/home/anwen/drive/store", None),
        ("/home/dropboxer/store", None),
        ("/home/anwen/.local/share/stepback/store", None),
    ],
)
def test_a_folder_that_is_synchronised_is_known_by_its_path(path: str, program: str | None) -> None:
    assert synchroniser_of(PurePosixPath(path).parts) == program


def test_risks_of_the_place_are_told_once_in_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def mounts() -> str:
        asked.append(1)
        return f"server:/x {tmp_path} nfs rw 0 0"

    monkeypatch.setattr(surroundings, "_mounts", mounts)
    store = TinyDBStore(tmp_path / "Dropbox" / "store")
    write(store, "portfolio/P-1", "profile", {})
    network, synchronised = store.notices()
    assert "network folder (NFS)" in network
    assert "Dropbox synchronises" in synchronised
    assert store.notices() == []
    assert asked == [1]


def test_a_place_behind_a_link_is_judged_by_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "store").symlink_to(tmp_path / "Dropbox", target_is_directory=True)
    assert "Dropbox synchronises" in TinyDBStore(tmp_path / "store").notices()[0]


def test_opening_a_store_asks_nothing_about_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_test() -> str:
        raise AssertionError

    monkeypatch.setattr(surroundings, "_mounts", fail_test)
    write(TinyDBStore(tmp_path / "store"), "portfolio/P-1", "profile", {})
