"""The way out and back: byte for byte of originals, value for value of the rest."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from studies.kill_imports import make_files

from backstride.domain.errors import StoreError
from backstride.domain.shoe import Shoe
from backstride.recording.correcting import SetDistance
from backstride.store import batches, dump, legs, originals, streams
from backstride.store import tables as t
from backstride.store.health import check
from backstride.store.store import open_store
from backstride.synth.form_oddities import oddities
from backstride.workflows.correct_runs import edit_run
from backstride.workflows.export_store import export_store
from backstride.workflows.import_runs import import_paths
from backstride.workflows.keep_form import Belongs, add_form
from backstride.workflows.keep_shoes import add_shoe, tell_use
from backstride.workflows.restore_store import restore_store
from backstride.workflows.wiring import Desk, open_desk
from tests.store.made import assert_same_stream, made_run, save_run
from tests.workflows.made_files import a_run, bring, fit, tcx, without


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runner")
    make_files(folder / "files", n_run=14)
    with open_desk(folder / "home") as desk:
        list(import_paths(desk, [folder / "files"], n_worker=1))
        with desk.store.transaction() as tx:
            save_run(tx, made_run(), batch=batches.start(tx, "made", sources=[], version="1"))
        live_with(desk, folder / "twins")
    return folder / "home"


def live_with(desk: Desk, folder: Path) -> None:
    """One run of two recordings, one that was corrected, pairs of shoes, form by a sensor."""
    watch, strap = without(a_run(), "heart_rate_bpm"), without(a_run(), "latitude_deg")
    twins = bring(desk, folder, {"watch.fit": fit(watch), "strap.tcx": tcx(strap)})
    (run_id,) = twins["strap.tcx"].activity_ids
    edit_run(desk, run_id, [SetDistance(3500.0)])
    shoe, _ = add_shoe(desk, Shoe("", "Road"), usual=True)
    tell_use(desk, shoe, run_id)
    recording = oddities()["form-phone.csv"]
    add_form(desk, recording, "form-phone.csv", {}, belongs=Belongs(run=run_id))


@pytest.fixture(scope="module")
def archive(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("out") / "everything.zip"
    with open_desk(home) as desk:
        export_store(desk, target, readme="# Mine")
    return target


def members(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def everything(home: Path) -> dict[str, object]:
    """Every row, sample and original of a store."""
    with open_desk(home) as desk, desk.store.reading() as tx:
        tables = {found.name: found.rows for found in dump.dump(tx)}
        for row in tables["original"]:
            row["content"] = originals.load(tx, row["sha256"])
            del row["stored_bytes"]
        return dict(tables)


def restored(archive: Path, home: Path) -> Path:
    with open_desk(home) as desk:
        restore_store(desk, archive)
    return home


def test_a_restored_store_holds_the_same_rows_and_originals(
    home: Path, archive: Path, tmp_path: Path
) -> None:
    again = restored(archive, tmp_path / "again")
    held = {name for name, rows in everything(home).items() if rows}

    assert held >= {"run_part", "judgement", "correction", "reading_version"}
    assert held >= {"shoe", "shoe_use", "shoe_usual", "form_recording"}
    assert everything(again) == everything(home)
    with open_store(again) as store:
        assert check(store) == ()


def test_a_restored_store_holds_the_same_samples_bit_for_bit(
    home: Path, archive: Path, tmp_path: Path
) -> None:
    again = restored(archive, tmp_path / "again")
    with (
        open_desk(home) as first,
        open_desk(again) as second,
        first.store.reading() as tx,
        second.store.reading() as other,
    ):
        ids = [row.leg_id for row in legs.find(tx)]
        before, after = streams.load_streams(tx, ids), streams.load_streams(other, ids)

    assert before.keys() == after.keys()
    assert len(before) > 14
    for leg_id, stream in before.items():
        assert_same_stream(after[leg_id], stream)


def test_an_export_of_a_restored_store_is_the_same_export(archive: Path, tmp_path: Path) -> None:
    again = restored(archive, tmp_path / "again")
    second = tmp_path / "second.zip"
    with open_desk(again) as desk:
        export_store(desk, second, readme="# Mine")
    first_members, second_members = members(archive), members(second)
    changing = {"backstride.json", "SHA256SUMS", "tables/original.csv", "tables/original.parquet"}

    assert first_members.keys() == second_members.keys()
    assert {
        name
        for name, content in first_members.items()
        if second_members[name] != content and name not in changing
    } == set()


def test_the_list_of_checksums_names_every_file(archive: Path) -> None:
    found = members(archive)
    lines = found.pop("SHA256SUMS").decode().splitlines()
    listed = {place: sha256 for sha256, _, place in (line.partition("  ") for line in lines)}

    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in found.items()}


def test_originals_lie_in_it_byte_for_byte(home: Path, archive: Path) -> None:
    found = {name: data for name, data in members(archive).items() if name.startswith("originals/")}

    assert found
    for name, data in found.items():
        assert Path(name).stem == hashlib.sha256(data).hexdigest()
    assert any(name.endswith(".fit") for name in found)


def test_csv_and_parquet_say_the_same(archive: Path) -> None:
    found = members(archive)
    names = {Path(name).stem for name in found if name.startswith("tables/")}
    assert names == set(t.metadata.tables) - {"channel"}
    for name in names:
        table = pq.read_table(io.BytesIO(found[f"tables/{name}.parquet"]))
        rows = list(csv.DictReader(io.StringIO(found[f"tables/{name}.csv"].decode())))
        assert len(rows) == table.num_rows
        assert table.num_rows == 0 or list(rows[0]) == table.column_names


def test_samples_in_csv_are_the_numbers_in_full(archive: Path) -> None:
    found = members(archive)
    name = next(name for name in found if name.startswith("samples/") and name.endswith(".csv"))
    table = pq.read_table(io.BytesIO(found[name.replace(".csv", ".parquet")]))
    rows = list(csv.reader(io.StringIO(found[name].decode())))
    column = table.column_names.index("distance_m")
    written = [float(row[column]) if row[column] else np.nan for row in rows[1:]]

    assert rows[0] == table.column_names
    assert np.array_equal(written, table.column("distance_m").to_numpy(), equal_nan=True)
    assert json.loads((table.schema.metadata or {})[b"backstride.units"])["distance_m"] == "m"


def test_an_existing_file_is_never_overwritten(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "there.zip"
    target.write_bytes(b"mine")
    with open_desk(home) as desk, pytest.raises(StoreError) as caught:
        export_store(desk, target, readme="")

    assert caught.value.message.key == "error.export.target_exists"
    assert target.read_bytes() == b"mine"


def test_an_export_that_fails_leaves_nothing_behind(home: Path, tmp_path: Path) -> None:
    with open_desk(home) as desk, pytest.raises(StoreError) as caught:
        export_store(desk, tmp_path / "nowhere" / "out.zip", readme="")

    assert caught.value.message.key == "error.export.disk"
    assert list(tmp_path.iterdir()) == []


def test_an_export_is_readable_by_its_owner_only(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0


def refused(archive: Path, desk: Desk) -> str:
    with pytest.raises(StoreError) as caught:
        restore_store(desk, archive)
    with desk.store.reading() as tx:
        assert dump.is_untouched(tx) or caught.value.message.key.endswith("home_in_use")
    return caught.value.message.key.removeprefix("error.export.")


def rewritten(archive: Path, target: Path, **changes: bytes) -> Path:
    with zipfile.ZipFile(target, "w") as opened:
        for name, data in members(archive).items():
            opened.writestr(name, changes.get(name.replace(".", "_").replace("/", "_"), data))
    return target


def test_a_store_in_use_is_not_restored_into(home: Path, archive: Path) -> None:
    with open_desk(home) as desk:
        assert refused(archive, desk) == "home_in_use"


def test_a_changed_member_is_found_before_anything_is_restored(
    archive: Path, tmp_path: Path
) -> None:
    bad = rewritten(archive, tmp_path / "bad.zip", README_md=b"another page")
    with open_desk(tmp_path / "home") as desk:
        assert refused(bad, desk) == "damaged"


def test_an_archive_of_other_tables_is_told_by_its_version(archive: Path, tmp_path: Path) -> None:
    about = json.loads(members(archive)["backstride.json"]) | {"revision": "9999"}
    sums = members(archive)["SHA256SUMS"].decode()
    told = json.dumps(about).encode()
    old = hashlib.sha256(members(archive)["backstride.json"]).hexdigest()
    sums = sums.replace(old, hashlib.sha256(told).hexdigest())
    other = rewritten(
        archive, tmp_path / "other.zip", backstride_json=told, SHA256SUMS=sums.encode()
    )
    with open_desk(tmp_path / "home") as desk:
        assert refused(other, desk) == "other_revision"


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_anything_else_is_no_export(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "x.zip"
    source.write_bytes(content)
    with open_desk(tmp_path / "home") as desk:
        assert refused(source, desk) == "not_an_export"
