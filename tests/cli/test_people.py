"""Who is there, by which id, and who has left."""

from tests.cli.running import Program


def test_everybody_is_listed_with_the_id_that_commands_ask_for(team: Program) -> None:
    told = team.out("people", "list", acting="CO-ANN")
    assert "AS-MEG" in told
    rows = team.rows("people", "list", acting="CO-ANN")
    assert {row["id"]: row["active"] for row in rows}["AS-MEG"] is True


def test_whoever_leaves_is_named_and_may_do_nothing_until_they_are_back(team: Program) -> None:
    told = team.out("people", "deactivate", "AS-MEG", acting="CO-ANN")
    assert "may do nothing here any more" in told
    assert "has left" in team.out("people", "list", acting="CO-ANN")
    refused = team.run("queue", acting="AS-MEG")
    assert (refused.exit_code, "is no longer active here" in refused.stderr) == (1, True)
    team.out("people", "reactivate", "AS-MEG", acting="CO-ANN")
    assert team.run("queue", acting="AS-MEG").exit_code == 0


def test_a_assessor_deactivates_nobody(team: Program) -> None:
    refused = team.run("people", "deactivate", "AS-MEG", acting="AS-MEG")
    assert refused.exit_code == 1
    assert "people are deactivated by a named coordinator" in refused.stderr
