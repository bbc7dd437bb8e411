"""Who can judge work here is known from lists."""

from stepback_course.people import Actor, Directory
from stepback_course.people.judges import judges
from stepback_course.store import Change, Store
from tests.house import House


def names(store: Store) -> list[str]:
    return [person.name for person in judges(store, "assessor", "verifier")]


def test_they_are_those_active_with_the_role_by_name(house: House) -> None:
    house.add("VE-NIA", "Nia Huws", "verifier")
    house.add("AS-IDA", "Ida Holm", "assessor", "trainer")
    assert names(house.store) == ["Ida Holm", "Megan Price", "Nia Huws"]
    assert [person.id for person in judges(house.store, "verifier")] == ["VE-NIA"]
    house.desks("CO-ANN").directory.deactivate("AS-IDA")
    assert names(house.store) == ["Megan Price", "Nia Huws"]


def test_practitioners_are_not_read_for_it(house: House) -> None:
    read: list[str] = []
    get = house.store.get

    def noted(folder: str, record: str) -> object:
        read.append(folder)
        return get(folder, record)

    house.store.get = noted  # type: ignore[method-assign, assignment] # to see what is read
    assert names(house.store) == ["Megan Price"]
    assert read == ["person/AS-MEG"]


def test_rows_from_before_are_made_good_by_reading_everybody(house: House) -> None:
    for person in Directory(house.store, Actor("test", "Test")).people():
        record = house.store.get(f"person/{person.id}", "person")
        assert record is not None
        assert record.summary is not None
        before = {key: value for key, value in record.summary.items() if key != "judges"}
        house.store.put(
            f"person/{person.id}",
            {"person": Change(record.revision, record.document, before)},
            operation=f"before-{person.id}",
            actor="test",
        )
    assert names(house.store) == ["Megan Price"]
