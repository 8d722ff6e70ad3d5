"""Every check of form and load against measurements, into one page.

Run ``python -m studies.validate_load FOLDER``, the folder of the shared material; it fills the
tables of ``docs/explanation/validation/load.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from studies import (
    contact_estimates,
    dose_order,
    dose_twins,
    form_sensors,
    hidden_channels,
    peak_force,
    shrinkage_tables,
    shrinkage_variants,
)
from studies.page_tables import fill_tables

PAGE = Path("docs/explanation/validation/load.md")

TABLES: dict[str, Callable[[Path], list[str]]] = {
    "force_cases": lambda shared: peak_force.cases_table(shared / "biomech"),
    "force_left_out": lambda shared: peak_force.left_out_text(shared / "biomech"),
    "force_shapes": lambda shared: peak_force.shapes_table(shared / "biomech"),
    "force_closure": lambda shared: peak_force.closure_table(shared / "biomech"),
    "force_doubt": lambda shared: peak_force.doubt_table(shared / "biomech"),
    "shrinkage_published": lambda _: shrinkage_tables.published_table(),
    "shrinkage_left_out": lambda _: shrinkage_tables.left_out_table(),
    "shrinkage_variants": lambda _: shrinkage_variants.variants_table(),
    "shrinkage_conflicts": lambda _: shrinkage_variants.conflicts_text(),
    "form_sacrum": form_sensors.sacrum_table,
    "form_filmed": form_sensors.filmed_table,
    "contact_runs": contact_estimates.contact_table,
    "contact_line": contact_estimates.line_table,
    "hidden": hidden_channels.hidden_table,
    "order_runner": dose_order.runner_table,
    "order_fit": dose_order.fit_table,
    "twins": dose_twins.twins_table,
}


def main() -> None:
    """Fill the page, and print each table as it is made."""
    shared = Path(sys.argv[1])
    tables = {}
    for name, table in TABLES.items():
        tables[name] = table(shared)
        print(f"{name}\n" + "\n".join(tables[name]), end="\n\n", flush=True)
    fill_tables(PAGE, tables)


if __name__ == "__main__":
    main()
