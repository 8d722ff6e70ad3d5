"""Names of uploaded files: whatever a browser sends, a file lands in the folder of its upload."""

from __future__ import annotations

from pathlib import Path

import pytest

from backstride.web.uploads import MOST_BYTES_OF_A_NAME, place_for


@pytest.mark.parametrize(
    "name",
    [
        "../../evil.fit",
        "..\\..\\evil.fit",
        "/etc/cron.d/evil",
        "C:\\Windows\\evil.fit",
        "a/../../../b.fit",
        "....//....//evil.fit",
        "\x00evil.fit",
        "x" * 5000 + ".fit",
        "é" * 300 + ".tcx.gz",
        'a"b<c>|?*.fit',
        ".lock",
        "..",
        "a/" * 400 + "b.fit",
        "CON. . .",
        "\u202efit.exe",
    ],
)
def test_whatever_a_file_is_called_it_lands_in_the_folder_of_its_upload(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "up"
    folder.mkdir()

    place = place_for(folder, name)
    place.write_bytes(b"x")

    assert place.resolve().is_relative_to(folder.resolve())
    assert not place.is_symlink()
    assert len(place.name.encode()) <= MOST_BYTES_OF_A_NAME + 4
    assert [path for path in tmp_path.iterdir() if path != folder] == []


def test_two_files_of_one_name_are_two_files_and_a_folder_stays_a_folder(tmp_path: Path) -> None:
    places = []
    for name in ("run.fit", "run.fit", "export/activities.csv", "export/a/1.fit.gz", "export"):
        places.append(place_for(tmp_path, name))
        places[-1].write_bytes(b"x")

    assert len(set(places)) == 5
    assert places[2] == tmp_path / "export" / "activities.csv"
    assert places[3] == tmp_path / "export" / "a" / "1.fit.gz"
