"""The house rules of CONTRIBUTING.md, held against the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.source_tree import (
    SOURCE,
    Definition,
    File,
    Function,
    definitions,
    is_text,
    product_files,
    python_files,
)

LONGEST_FILE = 300
LONGEST_FUNCTION = 60
MOST_POSITIONAL = 4
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "manager"}

NUMERICAL_KERNELS = ("src/backstride/inference/kernels",)
"""Compiled loops over plain arrays: numba passes by position, and a split costs speed."""

SCRIPTS = "migrations"
"""Folder of the migration tool's own scripts: it runs them by path, nothing imports them."""


def is_kernel(file: File) -> bool:
    return file.name.startswith(NUMERICAL_KERNELS)


def all_definitions() -> list[Definition]:
    return [found for file in python_files() for found in definitions(file)]


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    too_long = {
        file.name: file.text.count("\n")
        for file in python_files()
        if file.text.count("\n") > LONGEST_FILE
    }

    assert too_long == {}


def test_no_function_is_longer_than_sixty_lines_without_its_docstring() -> None:
    too_long = {
        found.name: found.n_line
        for found in all_definitions()
        if found.n_line > LONGEST_FUNCTION and not is_kernel(found.file)
    }

    assert too_long == {}


def test_no_function_takes_more_than_four_parameters_by_position() -> None:
    too_many = {
        found.name: found.positional
        for found in all_definitions()
        if len(found.positional) > MOST_POSITIONAL
        and not found.file.name.startswith("tests/")
        and not is_kernel(found.file)
    }

    assert too_many == {}


def test_no_file_or_folder_has_a_name_that_says_nothing() -> None:
    nameless = [
        file.name
        for file in python_files()
        if FORBIDDEN_NAMES & {part.removesuffix(".py") for part in Path(file.name).parts}
    ]

    assert nameless == []


def test_the_init_file_of_a_package_holds_its_docstring_and_nothing_else() -> None:
    inits = [
        file
        for file in product_files()
        if file.path.name == "__init__.py" and file.path.parent != SOURCE
    ]

    crowded = [file.name for file in inits if [is_text(node) for node in file.tree.body] != [True]]

    assert inits
    assert crowded == []


def test_every_package_folder_has_an_init_file() -> None:
    folders = {file.path.parent for file in product_files()}

    bare = sorted(
        folder.name
        for folder in folders
        if not (folder / "__init__.py").exists() and SCRIPTS not in folder.parts
    )

    assert bare == []


def public_nodes(body: list[ast.stmt], owner: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Classes and functions that another file may use, and the methods of such classes."""
    for node in body:
        if not isinstance(node, (Function, ast.ClassDef)) or node.name.startswith("_"):
            continue
        if any(ast.unparse(decorator) == "overload" for decorator in node.decorator_list):
            continue  # the implementation below it speaks for all
        name = f"{owner}{node.name}"
        yield name, node
        if isinstance(node, ast.ClassDef):
            yield from public_nodes(node.body, f"{name}.")


def test_everything_public_says_what_it_is() -> None:
    outside_tests = [file for file in python_files() if not file.name.startswith("tests/")]

    silent = [
        f"{file.name} {name}"
        for file in outside_tests
        for name, node in public_nodes(file.tree.body)
        if not ast.get_docstring(node)
    ]

    assert silent == []
    assert [file.name for file in outside_tests if not ast.get_docstring(file.tree)] == []


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(a, b, c, d, *, e): ...", ["a", "b", "c", "d"]),
        ("class A:\n    def f(self, a): ...", ["a"]),
        ("def f(a, /, b): ...", ["a", "b"]),
    ],
)
def test_positional_parameters_are_counted_without_self_and_keywords(
    source: str, expected: list[str]
) -> None:
    (found,) = definitions(File(SOURCE / "example.py", source, ast.parse(source)))

    assert found.positional == expected


def test_the_docstring_is_not_counted_as_length() -> None:
    source = 'def f():\n    """One.\n\n    Two.\n    """\n    a = 1\n    return a\n'

    (found,) = definitions(File(SOURCE / "example.py", source, ast.parse(source)))

    assert found.n_line == 3
