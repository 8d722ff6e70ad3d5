"""One family under atheris: ``python -m fuzz.guided FAMILY [libFuzzer options] CORPUS``."""

from __future__ import annotations

import sys
import warnings

import atheris

with atheris.instrument_imports(include=["backstride.readers"]):
    from fuzz.targets import run


def main() -> None:
    """Hand every input to the family, whatever it raises to the fuzzer."""
    family = sys.argv.pop(1)
    warnings.simplefilter("ignore")

    def one(data: bytes) -> None:
        run(family, data)

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
