"""``backstride diary``: list, change and take back days; import, export, reminders."""

from __future__ import annotations

import typer

from backstride.cli import diary_change, diary_event, diary_files, diary_show
from backstride.cli.words import words

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for name, command in (
    ("list", diary_show.list_days),
    ("completeness", diary_show.completeness),
    ("history", diary_show.history),
    ("items", diary_show.items),
    ("map", diary_files.body_map),
    ("edit", diary_change.edit),
    ("delete", diary_change.delete),
    ("undo", diary_change.undo),
    ("event", diary_event.event),
    ("measures", diary_event.measures),
    ("score", diary_change.score),
    ("import", diary_files.import_),
    ("export", diary_files.export),
    ("reminders", diary_files.reminders),
):
    app.command(name, help=words().say(f"cli.diary.{name}.help"))(command)
