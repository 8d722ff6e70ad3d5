"""Odd tables of activities: made look-alikes of every version and fault seen in real ones.

Every table holds invented runs of known length, so that sums can be told.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Sequence
from typing import Final

RUN_M: Final = 5000.0
"""Distance of every invented run. [m]"""

RUN_S: Final = 1500.0
"""Its time in motion; a minute of standing comes on top. [s]"""

_ELAPSED_S: Final = RUN_S + 60.0


def _names(text: str) -> list[str]:
    return text.split(",")


_SPAN: Final = (
    '<span class="translation_missing" title="translation missing: '
    'en-US.lib.export.portability_exporter.activities.horton_values.{name}">{name}</span>'
)
_ENGLISH: Final = _names(
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,"
    "Distance,Max Heart Rate,Relative Effort,Commute,Activity Private Note,Activity Gear,"
    "Filename,Athlete Weight,Bike Weight,Elapsed Time,Moving Time,Distance,Max Speed,"
    "Average Speed,Elevation Gain,Elevation Loss,Elevation Low,Elevation High,Max Grade,"
    "Average Grade,Average Positive Grade,Average Negative Grade,Max Cadence,Average Cadence,"
    "Max Heart Rate,Average Heart Rate,Relative Effort,Commute"
)
_GERMAN: Final = _names(
    "Aktivitäts-ID,Aktivitätsdatum,Name der Aktivität,Aktivitätsart,Aktivitätsbeschreibung,"
    "Verstrichene Zeit,Distanz,Max. Herzfrequenz,Relative Leistung,Pendeln,Hinweis,"
    "Ausrüstung,Dateiname,Sportlergewicht,Fahrradgewicht,Verstrichene Zeit,Bewegungszeit,"
    "Distanz,Höchstgeschw.,Durchschnittliche Geschwindigkeit,Höhenzunahme,Höhenunterschied,"
    "Min. Höhe,Max. Höhe,Max. Steigung,Mittl. Steigung,Positive Steigung,Negative Steigung,"
    "Max. Tritt,Mittl. Tritt,Max. Herzfrequenz,Durchschnittliche Herzfrequenz,"
    "Relative Leistung,Pendeln"
)
_EARLY: Final = _names(
    "Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Distance,Commute,"
    "Moving Time,Max Speed,Elevation Gain,Elevation Loss,Elevation Low,Elevation High,"
    "Max Grade,Average Grade"
)
_FIRST: Final = _names("id,date,name,type,description,elapsed_time,distance,commute,gear,filename")


def _table(rows: Sequence[Sequence[object]], delimiter: str = ",") -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return target.getvalue()


def _wide_row(number: int, date: str, kind: str, *, near: str, member: str = "") -> list[object]:
    """Write a row of the later versions; `near` is the distance for people."""
    speed = RUN_M / RUN_S
    head = [4_842_106_643 + number, date, "Invented", kind, "two\n---\nlines, and a comma"]
    people: list[object] = [int(_ELAPSED_S), near, "171.0", "", "false", "", "", member, "", ""]
    exact: list[object] = [_ELAPSED_S, RUN_S, RUN_M, speed + 1.0, speed, 31.5, 30.0, 3.0, 12.0]
    return [*head, *people, *exact, 4.0, 0.0, "", "", 95.0, 82.0, 171.0, 148.0, "", 0.0]


def _strava(header: list[str], date: Callable[[int], str], kind: str, near: str) -> bytes:
    rows = [
        _wide_row(n, date(n), kind, near=near, member=f"activities/{n}.gpx.gz" if n < 3 else "")
        for n in range(5)
    ]
    return _table([header, *rows]).encode()


def strava_english() -> bytes:
    """Return five runs, three with recordings, names repeated and some wrapped in mark-up."""
    header = [*_ENGLISH[:-2], _SPAN.format(name="Type"), _SPAN.format(name="Flagged")]
    return _strava(header, lambda n: f"Mar {n + 1}, 2021, 2:31:07 PM", "Run", "5.00")


def strava_german() -> bytes:
    """Return the same in German: decimal commas for people, points for machines."""
    return _strava(_GERMAN, lambda n: f"{n + 1:02d}.03.2021, 14:31:07", "Lauf", "5,00")


def _strava_french() -> bytes:
    header = [f"colonne {_GERMAN.index(name)}" for name in _GERMAN]
    return _strava(header, lambda n: f"{n + 1} mars 2021 à 14:31:07", "Course à pied", "5,00")


def _strava_early() -> bytes:
    run = ["Morning Run", "Run", 1560, 5.0, "false", 1500, 8.9, 23.1, "", 25.2, 49.6, 8.7, -0.02]
    rows = [[493_704_225 + n, f"Mar {n + 1}, 2016, 10:15:52 AM", *run] for n in range(5)]
    return _table([_EARLY, *rows]).encode()


def _strava_first() -> bytes:
    run = ["Evening Run", "Run", "", 1560, 5000.0, "false", ""]
    rows = [
        [1_836_776_031 + n, f"2018-03-0{n + 1} 15:02:23", *run, f"activities/{n}.gpx"]
        for n in range(5)
    ]
    return _table([_FIRST, *rows]).encode()


def _strava_bad_rows() -> bytes:
    text = strava_english().decode()
    return text.replace("Mar 2, 2021, 2:31:07 PM", "Mar 42, 2021, 2:31:07 PM").encode()


def garmin_french() -> bytes:
    """Return a list view in French: five runs and a hike, paces beside times, no unit."""
    months = ("janv.", "févr.", "mars", "août", "déc.")
    header = _names(" activite,Type,date,Temps,Distance,Gain_altitude,Vitesse_moy,Calories,")
    run = ["25:00", "5,00", "23", "5:00", "1.050", ""]
    rows: list[list[str]] = [
        ["x", "Course à pied", f"mar., {n + 2} {month} 2015 7:03", *run]
        for n, month in enumerate(months)
    ]
    hike = ["x", "Randonnée pédestre", "dim., 1 mars 2015 9:00", "2:05:00", "9,00", "--", "13:53"]
    return _table([header, *rows, [*hike, "--", ""]]).encode()


def german_diary() -> bytes:
    """Return a running diary kept by hand: Latin-1, own words for runs, no times of day."""
    header = ["Datum", "Art", "Distanz in km", "Zeit HH:MM:SS", "HFavg", "HFmax", "Schuh", "Notiz"]
    rows = [
        [f"{n + 11}.02.12", "LaD", "5,0", "00:25:00", "133", "147", "Schuh", "7°C, gemütlich"]
        for n in range(5)
    ]
    return _table([header, *rows]).encode("cp1252")


def _blank_dates() -> bytes:
    """Return year, month and day in columns of their own, blank where the same as above."""
    header = ["year", "month", "day", "activity", "start time", "duration", "km"]
    rows = [
        ["2019", "3", "1", "Run", "16:30", "25", "5.0"],
        ["", "", "2", "Run", "16:30", "25", "5.0"],
        ["", "", "", "Walk", "18:00", "60", "5.0"],
        ["", "4", "0", "Run", "16:30", "25", "5.0"],
        ["0", "4", "3", "Run", "16:30", "25", "5.0"],
        ["2019", "5", "4", "Run", "taplog", "taplog", ""],
    ]
    return _table([header, *rows]).encode()


def _miles() -> bytes:
    header = ["Date", "Activity Type", "Distance (mi)", "Time", "Avg HR", "Avg Pace"]
    rows = [
        [f"2021-03-0{n + 1} 07:00:00", "Running", "3.1", "25:00", 148, "8:03"] for n in range(4)
    ]
    return _table([header, *rows]).encode()


def _ambiguous_dates() -> bytes:
    header = ["Date", "Activity Type", "Distance", "Time"]
    rows = [[f"{n + 1}/2/2021 07:00", "Running", "5.00", "25:00"] for n in range(3)]
    return _table([header, *rows]).encode()


def _impossible() -> bytes:
    header = ["date", "type", "km", "time"]
    rows: list[list[str]] = [
        ["2021-03-01", "run", "5.0", "25:00"],
        ["2021-03-02", "run", "500", "25:00"],
        ["2021-02-30", "run", "5.0", "25:00"],
        ["2021-03-04", "run", "12,345", "1:05:00"],
    ]
    return _table([header, *rows], ";").encode()


_MAKERS: Final[dict[str, Callable[[], bytes]]] = {
    "strava-english.csv": strava_english,
    "strava-german.csv": strava_german,
    "strava-french.csv": _strava_french,
    "strava-early.csv": _strava_early,
    "strava-first.csv": _strava_first,
    "strava-bad-row.csv": _strava_bad_rows,
    "strava-header-only.csv": lambda: _table([_wide_header()]).encode(),
    "strava-utf-16.csv": lambda: strava_english().decode().encode("utf-16"),
    "strava-byte-order-mark.csv": lambda: codecs.BOM_UTF8 + strava_german(),
    "list-french.csv": garmin_french,
    "list-german-diary.csv": german_diary,
    "list-blank-dates.csv": _blank_dates,
    "list-miles.csv": _miles,
    "list-ambiguous-dates.csv": _ambiguous_dates,
    "list-impossible-rows.csv": _impossible,
}


def _wide_header() -> list[str]:
    return [*_ENGLISH, *(f"Weather {n}" for n in range(60))]


def oddities() -> dict[str, bytes]:
    """Make every odd table.

    Returns
    -------
    dict of str to bytes
        Content by a name that says what is odd.
    """
    return {name: make() for name, make in _MAKERS.items()}
