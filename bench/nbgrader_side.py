"""Run by nbgrader's Python: record a score and a comment for each piece of work, and say how long.

Arguments: the database, how many learners, how many pieces of work of each, and the comment.
"""

import json
import sys
import time

from nbgrader.api import Gradebook  # type: ignore[import-not-found] # not in our environment

database, learners, units, comment = sys.argv[1:]
works = [f"statement-{number:02d}" for number in range(1, int(units) + 1)]
people = [f"learner-{number:06d}" for number in range(int(learners))]

with Gradebook(database) as gradebook:
    for work in works:
        gradebook.add_assignment(work)
        gradebook.add_notebook("unit", work)
        gradebook.add_grade_cell("score", "unit", work, max_score=1, cell_type="markdown")
        gradebook.add_solution_cell("score", "unit", work)
    for person in people:
        gradebook.add_student(person, first_name="Cerys", last_name=person)
    start = time.perf_counter()
    for work in works:
        for person in people:
            gradebook.add_submission(work, person)
            grade = gradebook.find_grade("score", "unit", work, person)
            grade.manual_score = 1
            grade.needs_manual_grade = False
            gradebook.find_comment("score", "unit", work, person).manual_comment = comment
            gradebook.db.commit()
    print(json.dumps({"seconds": time.perf_counter() - start}))
