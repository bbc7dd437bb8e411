# ruff: noqa: E501 - what is expected stands whole, as a person would read it
# fmt: off
"""Slips that authors make: the file, what is changed into what, and what is then told.

A line begins with its place in the changed file, or with the name of another file.
"""

from tests.course.conftest import CASE, COURSE, FIRST, JUDGING, SECOND

KINDS = "reflection, scale, checklist, choice, sort, log, plan, roles, targets"
NOT_AN_IDENTIFIER = "'{}' is not an identifier: use 1 to 40 letters, digits and hyphens"
AGAIN = """\
      - id: again
        kind: sort
        repeats: easy-easier
        title: Again
        prompt: Listen.
        when: after
        minutes: 30
        cards: []
        piles: [{id: easy, text: Easy}, {id: easier, text: Harder}]"""

SLIPS = [
    # A name or a value that is misspelt
    (FIRST, "title: I wait", "titel: I wait", "3:1: 'titel' is not known here (did you mean 'title'?)"),
    (FIRST, "text: What", "txet: What", "21:20: 'txet' is not known here (did you mean 'text'?)"),
    (FIRST, "sources:", "colour:", "4:1: 'colour' is not known here"),
    (FIRST, "kind: log", "kind: logg", f"15:11: 'kind' is 'logg', which is not one of: {KINDS} (did you mean 'log'?)"),
    (FIRST, "when: day-1", "when: day1", "11:11: 'when' is 'day1', which is not one of: day-1, day-2, after (did you mean 'day-1'?)"),
    (COURSE, "illustrative", "invented", "3:9: 'origin' is 'invented', which is not one of: official, illustrative"),
    (COURSE, "statement-02", "statment-02", "8:23: no file has the unit 'statment-02' (did you mean 'statement-02'?)"),
    (JUDGING, "  statement-02:", "  statement-2:", "9:3: no file has the unit 'statement-2' (did you mean 'statement-02'?)"),
    (JUDGING, "[why, seconds]", "[why, second]", "8:23: this unit has no activity 'second' (did you mean 'seconds'?)"),
    (SECOND, "suggested: easy", "suggested: Easy", "12:43: this sort has no pile 'Easy' (did you mean 'easy'?)"),
    (CASE, "from_sort: easy-easier", "from_sort: easy-esier", "29:20: this unit has no sort 'easy-esier' (did you mean 'easy-easier'?)"),
    (CASE, "pile: easier", "pile: easer", "30:15: that sort has no pile 'easer' (did you mean 'easier'?)"),
    # Something that is not there
    (FIRST, "    minutes: 10\n", "", "7:5: 'minutes' is missing"),
    (FIRST, "    kind: log\n", "", "14:5: 'kind' is missing"),
    (COURSE, "name: A small course\n", "", "1:1: 'name' is missing"),
    (FIRST, "min: 20, ", "", "13:5: 'min' is missing"),
    (FIRST, "Waiting is **work**.", "  ", "22:1: 'reading' is empty"),
    (JUDGING, "This is my own work.", "''", "2:14: 'declaration' is empty"),
    (COURSE, "name: A small course", "name:", "4:6: 'name' should be text"),
    # A value of another kind, or too much of it
    (FIRST, "minutes: 10", "minutes: ten", "12:14: 'minutes' should be a whole number"),
    (FIRST, "minutes: 10", "minutes: 0", "12:14: 'minutes' should be 1 or more"),
    (FIRST, "minutes: 10", "minutes: 601", "12:14: 'minutes' should be 600 or less"),
    (FIRST, "title: Ten seconds", "title: 10", "16:12: 'title' should be text: put it in quotes"),
    (FIRST, "title: Ten seconds", f"title: {'x' * 301}", "16:12: 'title' is too long: at most 300 characters fit here"),
    (FIRST, "{id: seen, text: What I saw}", "seen", "21:9: entry 1 of 'columns' should be names with a value each"),
    (COURSE, "  - To be read.", "  - To be read.\n  - 7", "8:5: entry 2 of 'aims' should be text: put it in quotes"),
    (CASE, "learner: true", "learner: maybe", "17:18: 'learner' should be true or false"),
    (COURSE, "[statement-01, statement-02, learners-voice]", "all", "8:8: 'units' should be a list"),
    (JUDGING, "{days: 2, entitlement: May step back.}", "two", "3:8: 'award' should be names with a value each"),
    (CASE, "[one, two, three, four]", "[one]", "31:17: 'stages' has too few entries: it needs at least 4"),
    (FIRST, "id: seen", "id: i saw", f"21:14: {NOT_AN_IDENTIFIER.format('i saw')}"),
    (FIRST, "{min: 20, max: 80}", "{min: 90, max: 80}", "13:12: 'min' is more than 'max'"),
    # Something that is given twice
    (FIRST, "title: I wait", "title: I wait\ntitle: I do", "4:1: 'title' is given twice (first on line 3)"),
    (SECOND, "id: cup", "id: PEN", "13:14: 'PEN' is used twice (first on line 12)"),
    (SECOND, "id: easier", "id: easy", "16:14: 'easy' is used twice (first on line 15)"),
    (CASE, "id: voice", "id: permission", "8:9: 'permission' is used twice (first on line 5)"),
    (COURSE, "learners-voice]", "learners-voice, statement-01]", "8:53: 'statement-01' is used twice (first on line 8)"),
    (SECOND, "id: statement-02", "id: Statement-01", f"2:5: the unit 'Statement-01' is in {FIRST} already"),
    (FIRST, "title: I wait", "title: I wait\nreading: Here", "4:1: the reading stands below the second line of dashes, not here"),
    # What does not agree
    (COURSE, ", learners-voice", "", f"{CASE}:2:5: the unit 'learners-voice' is not listed under 'units' in {COURSE}"),
    (COURSE, "learners-voice]", "learners-voice, statement-03]", "8:53: no file has the unit 'statement-03'"),
    (JUDGING, "  statement-02:\n    - {id: notices, text: Notices., evidence: [piles]}\n", "", f"{SECOND}:2:5: the unit 'statement-02' has no criteria in {JUDGING}"),
    (JUDGING, "  statement-02:\n    - {id: notices, text: Notices., evidence: [piles]}\n", "  statement-02: []\n", "9:17: 'statement-02' has too few entries: it needs at least 1"),
    (CASE, "    consent: true\n", "", "5:5: the first part records permission: give it 'consent: true'"),
    (CASE, "title: The voice", "title: The voice\n    consent: true", "10:14: permission is recorded in the first part, not here"),
    (CASE, "learner: true", "learner: true\n        repeats: easy-easier", "18:18: no sort 'easy-easier' stands before this one"),
    (CASE, "pile: easier", "pile: easier\n        carries: goals", "31:18: no targets 'goals' stand before these"),
    (CASE, "      - id: goals", AGAIN + "\n      - id: goals", "25:18: 'easy-easier' has other 'piles': a sort that repeats it has the same"),
    # What is not YAML, or has no front matter
    (FIRST, "---\nid", "id", "1:1: the file must start with a line of three dashes (---)"),
    (FIRST, "---\nWaiting", "Waiting", "1:1: a second line of three dashes (---) must end the front matter"),
    (FIRST, "title: Ten seconds", "title: Ten: seconds", "16:15: a colon followed by a space belongs in quotes: put the whole text in quotes"),
    (FIRST, "title: Ten seconds", "title: 'Ten", "16:12: this quote is opened and never closed"),
    (FIRST, "    title: Ten seconds", "\ttitle: Ten seconds", "16:1: a tab stands here: use spaces to indent"),
]
