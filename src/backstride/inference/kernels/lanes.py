"""Lanes: eight doubles side by side, one per hyper-parameter point, as a value inside kernels.

The banded solves of different hyper-parameter points do the same arithmetic on different numbers.
A `Lanes` value holds that number for eight points and every operator works on all eight with the
processor's vector instructions; LLVM splits it where the registers are narrower. An array of lanes
is a contiguous float64 array whose last axis has length `WIDTH`.
"""

# ruff: noqa: ANN401  (numba and llvmlite bear no types: everything here is theirs)

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Final, TypeAlias

from llvmlite import ir  # type: ignore[import-untyped]  # llvmlite bears no types
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, lower_builtin, models, register_model, type_callable

WIDTH: Final = 8

# Numba's own annotations describe the Python side, not what runs inside a kernel.
_intrinsic: Any = intrinsic
_cgutils: Any = cgutils
_lower_builtin: Any = lower_builtin
_type_callable: Any = type_callable
_models: Any = models

_DOUBLE = ir.DoubleType()
_VECTOR = ir.VectorType(_DOUBLE, WIDTH)
_BITS = ir.VectorType(ir.IntType(64), WIDTH)
#: Products may be fused with sums; nothing else is reordered.
_FUSE = ("contract",)


class LanesType(types.Type):
    """Numba type of a `Lanes` value."""

    def __init__(self) -> None:
        super().__init__(name=f"Lanes{WIDTH}")


_make_type: Any = LanesType
LANES: Final[Any] = _make_type()
#: What annotations of kernels call such a value; the type checker does not look inside kernels.
Lanes: TypeAlias = Any
register_model(LanesType)(
    type(
        "LanesModel",
        (_models.PrimitiveModel,),
        {"__init__": lambda self, dmm, fe: _models.PrimitiveModel.__init__(self, dmm, fe, _VECTOR)},
    )
)


def _address(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    """Address of ``array[index, :]`` for a contiguous array of lanes."""
    array = context.make_array(sig.args[0])(context, builder, args[0])
    index = (
        list(_cgutils.unpack_tuple(builder, args[1]))
        if isinstance(sig.args[1], types.BaseTuple)
        else [args[1]]
    )
    shape = _cgutils.unpack_tuple(builder, array.shape)
    offset = index[0]
    for axis in range(1, len(index)):
        offset = builder.add(builder.mul(offset, shape[axis]), index[axis])
    offset = builder.mul(offset, ir.Constant(offset.type, WIDTH))
    return builder.bitcast(builder.gep(array.data, [offset]), _VECTOR.as_pointer())


@_intrinsic
def load(_context: Any, array: Any, index: Any) -> Any:
    """Return ``array[index, :]``."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return builder.load(_address(context, builder, sig, args), align=8)

    return LANES(array, index), generate


@_intrinsic
def store(_context: Any, array: Any, index: Any, value: Any) -> Any:
    """Set ``array[index, :] = value``."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        builder.store(args[2], _address(context, builder, sig, args), align=8)
        return context.get_dummy_value()

    return types.void(array, index, LANES), generate


@_intrinsic
def fill(_context: Any, number: Any) -> Any:
    """Return the same number in every lane."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        del context, sig
        return _fill(builder, args[0])

    del number
    return LANES(types.float64), generate


def _two(emit: Callable[[Any, Any, Any], Any]) -> Any:
    """Make an intrinsic of two lanes from what it emits."""

    @_intrinsic
    def of_two(_context: Any, a: Any, b: Any) -> Any:
        def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            del context, sig
            return emit(builder, args[0], args[1])

        del a, b
        return LANES(LANES, LANES), generate

    return of_two


def _one(emit: Callable[[Any, Any], Any]) -> Any:
    """Make an intrinsic of one lane from what it emits."""

    @_intrinsic
    def of_one(_context: Any, a: Any) -> Any:
        def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
            del context, sig
            return emit(builder, args[0])

        del a
        return LANES(LANES), generate

    return of_one


def _fill(builder: Any, number: Any) -> Any:
    """Emit the same number in every lane."""
    empty = ir.Constant(_VECTOR, ir.Undefined)
    first = builder.insert_element(empty, number, ir.Constant(ir.IntType(32), 0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [0] * WIDTH)
    return builder.shuffle_vector(first, empty, zeros)


def _widened(context: Any, builder: Any, kind: Any, value: Any) -> Any:
    """Turn a number into lanes; leave lanes alone."""
    if kind is LANES:
        return value
    return _fill(builder, context.cast(builder, value, kind, types.float64))


def _operator(op: Any, method: str) -> None:
    """Teach numba an operator between lanes, and between lanes and a number.

    The instruction is emitted where the operator stands.
    """

    def typer_of(_context: Any) -> Any:
        def typer(a: Any, b: Any) -> Any:
            fits = all(kind is LANES or isinstance(kind, types.Number) for kind in (a, b))
            return LANES if fits and LANES in (a, b) else None

        return typer

    def lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        a, b = (
            _widened(context, builder, kind, value)
            for kind, value in zip(sig.args, args, strict=True)
        )
        return getattr(builder, method)(a, b, flags=_FUSE)

    _type_callable(op)(typer_of)
    for left, right in (
        (LanesType, LanesType),
        (LanesType, types.Number),
        (types.Number, LanesType),
    ):
        _lower_builtin(op, left, right)(lower)


for _op, _method in (
    (operator.add, "fadd"),
    (operator.sub, "fsub"),
    (operator.mul, "fmul"),
    (operator.truediv, "fdiv"),
):
    _operator(_op, _method)


def _call(name: str) -> Callable[[Any, Any], Any]:
    def emit(builder: Any, a: Any) -> Any:
        kind = ir.FunctionType(_VECTOR, [_VECTOR])
        function = _cgutils.get_or_insert_function(builder.module, kind, f"{name}.v{WIDTH}f64")
        return builder.call(function, [a])

    return emit


square_root = _one(_call("llvm.sqrt"))
absolute = _one(_call("llvm.fabs"))
smaller = _two(lambda b, x, y: b.select(b.fcmp_ordered("<", x, y), x, y))
larger = _two(lambda b, x, y: b.select(b.fcmp_ordered(">", x, y), x, y))


@_intrinsic
def where_negative(_context: Any, sign: Any, a: Any, b: Any) -> Any:
    """Return `a` in the lanes where `sign` is below zero, `b` elsewhere."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        del context, sig
        below = builder.fcmp_ordered("<", args[0], ir.Constant(_VECTOR, [0.0] * WIDTH))
        return builder.select(below, args[1], args[2])

    del sign, a, b
    return LANES(LANES, LANES, LANES), generate


def _emit_scale(builder: Any, value: Any, shifted: Any) -> Any:
    """Multiply by 2**k, where the low bits of `shifted` hold the integer k."""
    exponent = builder.shl(builder.bitcast(shifted, _BITS), ir.Constant(_BITS, [52] * WIDTH))
    return builder.bitcast(builder.add(builder.bitcast(value, _BITS), exponent), _VECTOR)


def _emit_exponent(builder: Any, value: Any) -> Any:
    """Power of two of a positive normal number, as a double."""
    bits = builder.lshr(builder.bitcast(value, _BITS), ir.Constant(_BITS, [52] * WIDTH))
    magic = 0x4330000000000000  # 2**52: an integer in the low bits reads as 2**52 + integer
    joined = builder.or_(bits, ir.Constant(_BITS, [magic] * WIDTH))
    offset = ir.Constant(_VECTOR, [4503599627370496.0 + 1023.0] * WIDTH)
    return builder.fsub(builder.bitcast(joined, _VECTOR), offset)


def _emit_mantissa(builder: Any, value: Any) -> Any:
    """Mantissa in [1, 2) of a positive normal number."""
    bits = builder.bitcast(value, _BITS)
    kept = builder.and_(bits, ir.Constant(_BITS, [0x000FFFFFFFFFFFFF] * WIDTH))
    joined = builder.or_(kept, ir.Constant(_BITS, [0x3FF0000000000000] * WIDTH))
    return builder.bitcast(joined, _VECTOR)


scale_by_power = _two(_emit_scale)
power_of_two = _one(_emit_exponent)
mantissa = _one(_emit_mantissa)
