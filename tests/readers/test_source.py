"""Source: what is found, unpacked and refused; one bad member never stops the rest."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from backstride.readers.limits import Limits
from backstride.readers.member import FoundFile, Member, Refusal, content_hash, harmless
from backstride.readers.source import unwrap, unwrap_file, walk
from backstride.synth.apple_oddities import small_export
from backstride.synth.archive_oddities import (
    gzipped,
    nested_zip,
    oddities,
    swelling_zip,
    zipped,
)
from backstride.synth.xml_oddities import oddities as xml_oddities
from tests.readers.reading_facts import members, refusals

ODD = oddities()
PLAIN = xml_oddities()["plain.gpx"]
TINY = Limits(
    max_depth=2,
    max_members=5,
    max_member_bytes=100_000,
    max_container_bytes=200_000,
    max_total_bytes=250_000,
    max_ratio=50.0,
    ratio_floor_bytes=20_000,
    spool_bytes=1_000,
)


def opened(name: str, limits: Limits = TINY) -> list[Member | Refusal]:
    return list(unwrap(name, ODD[name], limits))


def test_files_of_folders_are_found_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b/2.fit", "b/1.fit", "a.gpx", "c/d/3"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")

    found = list(walk([tmp_path]))

    names = [part.name.removeprefix(f"{tmp_path.as_posix()}/") for part in found]
    assert names == ["a.gpx", "b/1.fit", "b/2.fit", "c/d/3"]
    assert all(isinstance(part, FoundFile) and part.size_bytes == 1 for part in found)


def test_a_path_that_is_not_there_is_a_value(tmp_path: Path) -> None:
    (refusal,) = walk([tmp_path / "gone.fit"])

    assert isinstance(refusal, Refusal)
    assert refusal.problem.code == "source.unreadable"
    assert refusal.problem.params == {"reason": "ENOENT"}


def test_a_file_that_vanishes_after_it_was_found_is_a_value(tmp_path: Path) -> None:
    path = tmp_path / "run.fit"
    path.write_bytes(b"x")
    (found,) = walk([path])
    path.unlink()

    assert isinstance(found, FoundFile)
    (refusal,) = unwrap_file(found)
    assert isinstance(refusal, Refusal)
    assert refusal.problem.code == "source.unreadable"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_a_value(tmp_path: Path) -> None:
    path = tmp_path / "run.fit"
    path.write_bytes(b"x")
    path.chmod(0)

    (refusal,) = unwrap_file(FoundFile(path, 1))
    assert isinstance(refusal, Refusal)
    assert refusal.problem.params == {"reason": "EACCES"}


def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    (refusal,) = walk([tmp_path])
    assert isinstance(refusal, Refusal)
    assert refusal.problem.code == "source.not_a_file"


def test_a_link_to_its_own_folder_does_not_run_in_circles(tmp_path: Path) -> None:
    (tmp_path / "run.fit").write_bytes(b"x")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)

    assert len(list(walk([tmp_path]))) == 1


def test_folders_nested_too_deep_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)

    (refusal,) = walk([tmp_path], Limits(max_folder_depth=2))
    assert isinstance(refusal, Refusal)
    assert refusal.problem.code == "source.folders_too_deep"


def test_a_file_on_disk_is_unwrapped_as_bytes_in_memory_are(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(ODD["zip-of-gzip.zip"])

    on_disk = list(unwrap_file(FoundFile(path, 0)))
    in_memory = list(unwrap(path.as_posix(), ODD["zip-of-gzip.zip"]))

    assert on_disk == in_memory
    assert [part.name.partition("!")[2] for part in on_disk] == [
        "activities/1.gpx.gz",
        "activities/2.gpx",
    ]


@pytest.mark.parametrize(
    "name",
    ["gzip.gpx.gz", "gzip-without-ending.gpx", "gzip-twice.gz", "gzip-trailing-bytes.gpx.gz"],
)
def test_gzip_is_opened_whatever_its_name_and_keeps_it(name: str) -> None:
    (member,) = members(opened(name))

    assert member.data == PLAIN
    assert (member.name, member.parent) == (name, "")


def test_the_hash_names_the_innermost_bytes() -> None:
    (packed,) = members(opened("gzip.gpx.gz"))
    (zipped_run,) = members(opened("zip-called.fit"))

    assert content_hash(packed.data) == content_hash(zipped_run.data) == content_hash(PLAIN)
    assert content_hash(b"") == ("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")


def test_what_comes_before_the_end_of_a_cut_gzip_is_kept() -> None:
    (member,) = members(opened("gzip-cut-short.gpx.gz"))

    assert [problem.code for problem in member.problems] == ["source.gzip_cut_short"]
    assert len(member.data) > len(PLAIN) // 3
    assert PLAIN.startswith(member.data)


def test_a_gzip_with_a_wrong_checksum_keeps_all_its_content() -> None:
    packed = bytearray(gzipped(PLAIN))
    packed[-6] ^= 0xFF

    (member,) = members(list(unwrap("run.gz", bytes(packed), TINY)))
    assert member.data == PLAIN
    assert [problem.code for problem in member.problems] == ["source.gzip_broken"]


def test_a_fit_that_is_a_zip_is_opened_by_content() -> None:
    (member,) = members(opened("zip-called.fit"))

    assert member.name == "zip-called.fit!23293884514_ACTIVITY.gpx"
    assert member.parent == "zip-called.fit"
    assert member.data == PLAIN


def test_zips_within_zips_are_opened_up_to_a_limit() -> None:
    (member,) = members(list(unwrap("a.zip", nested_zip(2, PLAIN), TINY)))
    deeper = list(unwrap("a.zip", nested_zip(4, PLAIN), TINY))

    assert member.name == "a.zip!level-1.zip!run.gpx"
    assert list(refusals(deeper).values()) == ["source.nested_too_deep"]


def test_files_of_the_mac_are_members_like_any_other() -> None:
    names = [member.name for member in members(opened("zip-from-a-mac.zip"))]

    assert names == ["zip-from-a-mac.zip!run.gpx", "zip-from-a-mac.zip!__MACOSX/._run.gpx"]


def test_a_name_that_climbs_out_is_recorded_harmlessly() -> None:
    found = members(opened("zip-climbing-names.zip"))

    assert [member.name.partition("!")[2] for member in found] == ["etc/run.gpx", "abs/run.gpx"]
    assert all(member.problems[0].code == "source.climbing_name" for member in found)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("C:\\runs\\..\\1.fit", "runs/1.fit"),
        ("..", "unnamed"),
        ("", "unnamed"),
        ("a\x00\x1b[2Jb.fit", "a\ufffd\ufffd[2Jb.fit"),
        ("\udcff.fit", "\ufffd.fit"),
    ],
)
def test_names_are_made_harmless(name: str, clean: str) -> None:
    assert harmless(name) == clean


def test_a_long_name_is_shortened() -> None:
    assert len(harmless("a" * 10_000)) < 300


def test_a_locked_member_is_refused() -> None:
    assert refusals(opened("zip-locked.zip")) == {"zip-locked.zip!locked.gpx": "source.encrypted"}


def test_a_broken_member_does_not_stop_its_neighbours() -> None:
    found = opened("zip-broken-member.zip")

    first, second, third = members(found)
    assert first.data == third.data == PLAIN
    assert [problem.code for problem in second.problems] == ["source.member_broken"]


def test_a_zip_without_its_directory_is_refused() -> None:
    assert refusals(opened("zip-cut-short.zip")) == {"zip-cut-short.zip": "source.archive_broken"}


def test_a_zip_without_files_is_told() -> None:
    assert refusals(list(unwrap("a.zip", zipped({})))) == {"a.zip": "source.archive_empty"}


def test_two_members_of_one_name_get_two_names() -> None:
    twice = zipped({"run.gpx": PLAIN, "ruN.gpx": PLAIN}).replace(b"ruN.gpx", b"run.gpx")

    names = [member.name for member in members(list(unwrap("a.zip", twice, TINY)))]
    assert names == ["a.zip!run.gpx", "a.zip!run.gpx (2)"]


def test_a_swelling_member_is_refused_and_its_neighbours_are_read() -> None:
    bomb = zipped({"bomb.gpx": bytes(90_000), "run.gpx": PLAIN})

    found = list(unwrap("a.zip", bomb, TINY))
    assert refusals(found) == {"a.zip!bomb.gpx": "source.ratio_too_high"}
    assert [member.data for member in members(found)] == [PLAIN]


def test_a_member_too_large_is_refused() -> None:
    found = list(unwrap("a.zip", swelling_zip(150_000), Limits(max_member_bytes=100_000)))

    assert refusals(found) == {"a.zip!zeros.gpx": "source.member_too_large"}


def test_a_plain_file_too_large_is_refused() -> None:
    assert refusals(list(unwrap("big.gpx", bytes(100_001), TINY))) == {
        "big.gpx": "source.member_too_large"
    }


def test_an_archive_too_large_in_all_is_left_at_the_limit() -> None:
    found = list(unwrap("a.zip", zipped({f"{n}.gpx": os.urandom(90_000) for n in range(4)}), TINY))

    assert len(members(found)) == 2
    assert refusals(found) == {"a.zip!2.gpx": "source.too_much_in_total"}


def test_too_many_members_are_refused_before_the_directory_is_read() -> None:
    many = zipped({f"{n}.gpx": b"<gpx/>" for n in range(6)})

    assert refusals(list(unwrap("a.zip", many, TINY))) == {"a.zip": "source.too_many_members"}


def test_members_of_nested_zips_count_together() -> None:
    inner = zipped({f"{n}.gpx": b"<gpx/>" for n in range(4)})
    found = list(unwrap("a.zip", zipped({"one.zip": inner, "two.zip": inner}), TINY))

    assert len(members(found)) == 4
    assert list(refusals(found).values()) == ["source.too_many_members"]


def test_an_empty_file_is_a_member() -> None:
    assert list(unwrap("zero.fit", b"")) == [Member("zero.fit", "", b"")]


def test_an_archive_that_does_not_compress_keeps_what_lies_beside_the_export() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as bundle:
        bundle.writestr("apple_health_export/export.xml", small_export())
        bundle.writestr("runs/morning.gpx", xml_oddities()["plain.gpx"])

    names = [found.name for found in unwrap("all.zip", target.getvalue(), Limits())]

    assert "all.zip!runs/morning.gpx" in names
    assert "all.zip!apple_health_export/export.xml#1" in names
