"""What of a table reaches the model, and what is named instead."""

from __future__ import annotations

from datetime import date, timedelta

from backstride.workflows.answer_question import answer_from_table

START = date(2026, 1, 1)


def table(n_day: int) -> bytes:
    """Every third day a run, always with a warm-up; strength work every other day."""
    lines = ["date,load,leg_morning,measure_warm_up,measure_strength,tingling_0_6"]
    for row in range(n_day):
        ran = row % 3 == 0
        cells = (8 if ran else 0, 2 + row % 2, int(ran), "yes" if row % 2 else "no", row % 4)
        lines.append(f"{START + timedelta(days=row)},{','.join(str(cell) for cell in cells)}")
    return "\n".join(lines).encode()


def test_a_measure_without_days_to_compare_is_named_with_its_counts_and_left_out() -> None:
    found = answer_from_table(table(26))

    assert found.table is not None
    assert set(found.table.measures) == {"strength"}
    assert set(found.table.outcomes) == {"tingling_0_6"}
    (problem,) = found.problems
    assert (problem.code, problem.where) == ("measures.too_few", "measure_warm_up")
    assert problem.params == {"n_done": 9, "n_without": 17, "n_comparable": 0, "n_needed": 8}
