"""XML events: what the filter repairs, refuses and limits before and around the parser."""

from __future__ import annotations

import pytest

from backstride.readers.xml_events import XmlLimits, read_events
from backstride.readers.xml_text import CHUNK_BYTES


class Recorder:
    """A sink that writes down what it gets."""

    def __init__(self) -> None:
        self.tags: list[str] = []
        self.texts: dict[str, str] = {}
        self.attributes: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.tags.append(name)
        self.attributes |= attributes

    def end(self, name: str, text: str) -> None:
        self.texts[name] = text


def heard(data: bytes, limits: XmlLimits | None = None) -> tuple[Recorder, list[str]]:
    recorder = Recorder()
    problems = read_events(data, recorder, limits or XmlLimits())
    return recorder, [problem.code for problem in problems]


def test_prefixes_are_dropped_whether_declared_or_not() -> None:
    recorder, codes = heard(b'<a:x b:c="1"><d:y>2</d:y></a:x>')

    assert recorder.tags == ["x", "y"]
    assert recorder.attributes == {"c": "1"}
    assert recorder.texts["y"] == "2"
    assert codes == []


@pytest.mark.parametrize("lead", [b"", b"   \n", b"\xef\xbb\xbf", b"\n\xef\xbb\xbf ", b"\x00\x00"])
def test_white_space_and_marks_before_the_declaration_are_passed_over(lead: bytes) -> None:
    recorder, codes = heard(lead + b'<?xml version="1.0" encoding="UTF-8"?><x>1</x>')

    assert recorder.texts == {"x": "1"}
    assert codes == []


def test_junk_before_the_first_tag_is_passed_over_and_told() -> None:
    assert heard(b"HTTP junk<x/>")[1] == ["xml.leading_junk"]


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_read_with_and_without_a_mark(codec: str) -> None:
    recorder, codes = heard('<?xml version="1.0"?><x name="ä">1</x>'.encode(codec))

    assert recorder.attributes == {"name": "ä"}
    assert codes == []


def test_a_large_file_in_a_wide_encoding_is_refused() -> None:
    assert heard(b"\xff\xfe" + bytes(1 << 25))[1] == ["xml.wide_too_large"]


def test_a_declared_single_byte_encoding_is_used() -> None:
    text = '<?xml version="1.0" encoding="iso-8859-2"?><x name="ł"/>'

    assert heard(text.encode("iso-8859-2"))[0].attributes == {"name": "ł"}


def test_a_wrong_declaration_does_not_stop_the_reading() -> None:
    utf8 = '<?xml version="1.0" encoding="iso-8859-1"?><x name="ä"/>'.encode()
    latin = '<?xml version="1.0" encoding="utf-8"?><x name="ä"/>'.encode("latin-1")

    assert heard(utf8)[0].attributes == {"name": "ä"}
    assert heard(latin)[0].attributes == {"name": "ä"}
    assert heard(latin)[1] == ["xml.encoding"]


@pytest.mark.parametrize("codec", ["zlib_codec", "rot13", "idna", "no-such-thing"])
def test_a_codec_that_is_no_encoding_is_not_tried(codec: str) -> None:
    data = f'<?xml version="1.0" encoding="{codec}"?><x name="'.encode() + b'\xe4"/>'

    assert heard(data)[0].attributes == {"name": "ä"}


def test_control_bytes_bare_ampersands_and_foreign_entities_are_repaired() -> None:
    recorder, codes = heard(b"<x>a\x0b\x01&#11;&#x0;b & c &amp; &nbsp; &#65;&#xZZ;</x>")

    assert recorder.texts["x"] == "ab & c & &nbsp; A&#xZZ;"
    assert codes == []


def test_a_reference_cut_by_a_chunk_is_whole_again() -> None:
    for shift in range(12):
        fill = b"a" * (CHUNK_BYTES - 9 - shift)
        recorder, codes = heard(b"<x><y>" + fill + b"</y><z>&#65;&amp;</z></x>")

        assert codes == []
        assert recorder.texts["z"] == "A&"


@pytest.mark.parametrize(
    "dtd",
    [
        b"<!DOCTYPE x>",
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
        b'<!DOCTYPE x [<!ENTITY a "b">]>',
        b"<!DOCTYPE x [ <!ELEMENT broken ]  >",
    ],
)
def test_a_dtd_is_cut_out_and_told(dtd: bytes) -> None:
    recorder, codes = heard(b'<?xml version="1.0"?>' + dtd + b"<x>&a;</x>")

    assert codes == ["xml.dtd_cut"]
    assert recorder.texts == {"x": "&a;"}


def test_a_dtd_without_an_end_refuses_the_file() -> None:
    assert heard(b"<!DOCTYPE x [ <!ENTITY a 'b'> <x/>")[1] == ["xml.dtd_refused"]


def test_a_second_dtd_refuses_what_follows() -> None:
    data = b"<!DOCTYPE x [<!ENTITY a 'b'>]><!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"

    assert heard(data)[1] == ["xml.dtd_cut", "xml.dtd_refused"]


def test_what_stands_before_a_break_is_kept() -> None:
    recorder, codes = heard(b"<x><y>1</y><z>2</y></x>")

    assert recorder.texts["y"] == "1"
    assert codes == ["xml.broken"]


def test_a_file_that_ends_early_is_told_apart_from_a_broken_one() -> None:
    assert heard(b"<x><y>1</y>")[1] == ["xml.cut_short"]
    assert heard(b"<x><y>1</y")[1] == ["xml.cut_short"]
    assert heard(b"")[1] == ["xml.cut_short"]


def test_text_behind_the_document_loses_nothing() -> None:
    recorder, codes = heard(b"<x><y>1</y></x>\n<html>trailer")

    assert recorder.texts["y"] == "1"
    assert codes == ["xml.trailing_junk"]


def test_depth_and_attributes_are_limited() -> None:
    limits = XmlLimits(max_depth=5, max_attributes=2)

    assert heard(b"<x>" * 6, limits)[1] == ["xml.too_deep"]
    assert heard(b'<x a="1" b="2" c="3"/>', limits)[1] == ["xml.too_many_attributes"]


def test_long_text_is_kept_in_part() -> None:
    recorder, codes = heard(b"<x>" + b"a" * 1_000_000 + b"</x>")

    assert 4096 <= len(recorder.texts["x"]) <= 3 * 4096
    assert codes == []


@pytest.mark.parametrize("opening", [b'<x a="', b"<", b"<!-- ", b"<?x "])
def test_one_endless_token_is_given_up_soon(opening: bytes) -> None:
    _, codes = heard(b"<r>" + opening + b"a" * 40_000_000)

    assert codes == ["xml.token_too_long"]
