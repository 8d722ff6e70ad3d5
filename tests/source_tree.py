"""The repository's own Python as the house rules see it: files, definitions, calls."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.conftest import ROOT

SOURCE = ROOT / "src" / "backstride"
FOLDERS = ("src", "tests", "tools", "bench", "studies")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class File:
    """One Python file, parsed."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Path from the repository's root, with forward slashes."""
        return self.path.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Definition:
    """A function or method, and where it stands."""

    file: File
    node: Function
    owner: str
    """Dotted names of the classes and functions around it."""

    @property
    def name(self) -> str:
        """``file:line qualified_name``, to be printed when a rule is broken."""
        qualified = ".".join(filter(None, (self.owner, self.node.name)))
        return f"{self.file.name}:{self.node.lineno} {qualified}"

    @property
    def n_line(self) -> int:
        """Lines from ``def`` to the end, without the docstring."""
        return 1 + (self.node.end_lineno or 0) - self.node.lineno - docstring_lines(self.node)

    @property
    def positional(self) -> list[str]:
        """Names of the parameters that may be passed by position, without ``self`` and ``cls``."""
        arguments = self.node.args
        names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
        return [name for name in names if name not in ("self", "cls")]


@cache
def python_files() -> tuple[File, ...]:
    """Every Python file of the repository."""
    paths = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    texts = [(path, path.read_text(encoding="utf-8")) for path in paths]
    return tuple(File(path, text, ast.parse(text)) for path, text in texts)


@cache
def product_files() -> tuple[File, ...]:
    """The files of the package itself."""
    return tuple(file for file in python_files() if file.path.is_relative_to(SOURCE))


def docstring_lines(node: ast.AST) -> int:
    """Lines that the docstring of a module, class or function takes."""
    body = getattr(node, "body", [])
    if not body or not is_text(body[0]):
        return 0
    return 1 + (body[0].end_lineno or 0) - body[0].lineno


def is_text(node: ast.AST) -> bool:
    """Tell whether a statement is a bare string."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def definitions(file: File) -> Iterator[Definition]:
    """Every function and method of a file, nested ones as well."""
    yield from _definitions_within(file, file.tree, "")


def _definitions_within(file: File, node: ast.AST, owner: str) -> Iterator[Definition]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function):
            yield Definition(file, child, owner)
        named = isinstance(child, (Function, ast.ClassDef))
        inner = ".".join(filter(None, (owner, child.name))) if named else owner
        yield from _definitions_within(file, child, inner)


def called_name(call: ast.Call) -> str:
    """Last name of what is called: ``Problem`` for ``problem.Problem(...)`` as well."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""
