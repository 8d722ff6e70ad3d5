"""XML events: the standard library's expat behind a filter, local names, hard limits.

Namespace processing is off on purpose: exporters write prefixes they never declare.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol
from xml.parsers import expat

from backstride.domain.message import Parameter
from backstride.domain.problem import Problem, Severity
from backstride.readers.limits import MIB, OverLimit
from backstride.readers.xml_text import CleanText, clean


@dataclass(frozen=True, slots=True)
class XmlLimits:
    """What one document may ask of the parser.

    Parameters
    ----------
    max_depth : int
        Elements within elements.
    max_text : int
        Characters of one element's text that are kept; the rest of it is passed over.
    max_attributes : int
        Attributes of one element.
    max_silent_bytes : int
        Bytes fed that make no token yet: one huge token, which old versions of expat read in
        quadratic time. [B]
    """

    max_depth: int = 100
    max_text: int = 4096
    max_attributes: int = 256
    max_silent_bytes: int = MIB


XML_LIMITS: Final = XmlLimits()
"""The limits of the product."""


class Sink(Protocol):
    """What a format does with the events of its documents."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element; `name` and the attributes have no prefix."""

    def end(self, name: str, text: str) -> None:
        """Take the end of an element and the text since the last tag."""


def read_events(data: bytes, sink: Sink, limits: XmlLimits = XML_LIMITS) -> tuple[Problem, ...]:
    """Send the elements of a document to a sink, as far as the document is whole.

    Parameters
    ----------
    data : bytes
        The whole file.
    sink : Sink
        What takes the events.
    limits : XmlLimits
        What the document may ask for.

    Returns
    -------
    tuple of Problem
        What was repaired (``NOTE``), where the document broke off (``LOST``) or why nothing was
        read (``REFUSED``).
    """
    text = clean(data)
    if any(problem.severity is Severity.REFUSED for problem in text.problems):
        return text.problems
    fault = _Driver(sink, limits).run(text)
    return (*text.problems, fault) if fault else text.problems


class _Driver:
    """One run of expat over one document."""

    def __init__(self, sink: Sink, limits: XmlLimits) -> None:
        self.sink = sink
        self.limits = limits
        self.depth = 0
        self.text = ""
        self.local: dict[str, str] = {}
        self.root_ended = False
        self.parser = expat.ParserCreate(encoding="utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype

    def run(self, text: CleanText) -> Problem | None:
        """Parse to the end or to the first fault, and return the fault."""
        try:
            self._feed(text)
        except expat.ExpatError as error:
            return self._broken(error)
        except OverLimit as error:
            return error.problem
        return None

    def _feed(self, text: CleanText) -> None:
        n_fed = 0
        for chunk in text.chunks():
            self.parser.Parse(chunk, False)
            n_fed += len(chunk)
            if n_fed - self.parser.CurrentByteIndex > self.limits.max_silent_bytes:
                self._refuse("xml.token_too_long", self.limits.max_silent_bytes)
        self.parser.Parse(b"", True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > self.limits.max_depth:
            self._refuse("xml.too_deep", self.limits.max_depth)
        self.text = ""
        named = self._named(attributes) if attributes else {}
        self.sink.start(self.local.get(name) or self._local(name), named)

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.root_ended = self.depth == 0
        text, self.text = self.text, ""
        self.sink.end(self.local.get(name) or self._local(name), text.strip())

    def _characters(self, text: str) -> None:
        if len(self.text) < self.limits.max_text:
            self.text += text[: self.limits.max_text]

    def _doctype(self, *_: object) -> None:
        raise OverLimit(Problem("xml.dtd_refused", "", {}, Severity.REFUSED))

    def _named(self, attributes: dict[str, str]) -> dict[str, str]:
        if len(attributes) > self.limits.max_attributes:
            self._refuse("xml.too_many_attributes", self.limits.max_attributes)
        return {key.rpartition(":")[2]: value for key, value in attributes.items()}

    def _local(self, name: str) -> str:
        """Name without its prefix; remembered, since a file has few names and many elements."""
        local = name.rpartition(":")[2]
        if len(self.local) < _MAX_NAMES:
            self.local[name] = local
        return local

    def _refuse(self, code: str, limit: int) -> None:
        where = f"line {self.parser.CurrentLineNumber}"
        params: dict[str, Parameter] = {"limit": limit}
        raise OverLimit(Problem(code, where, params, Severity.LOST))

    def _broken(self, error: expat.ExpatError) -> Problem:
        where = f"line {error.lineno}"
        if self.root_ended:
            return Problem("xml.trailing_junk", where, {}, Severity.NOTE)
        if error.code in _CUT_SHORT:
            return Problem("xml.cut_short", where, {}, Severity.LOST)
        return Problem("xml.broken", where, {"reason": _reason(error)}, Severity.LOST)


_MAX_NAMES: Final = 4096

_CUT_SHORT: Final = frozenset(
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
)


def _reason(error: expat.ExpatError) -> str:
    return expat.errors.messages.get(error.code, "unknown")
