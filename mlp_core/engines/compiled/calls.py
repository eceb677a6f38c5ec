"""What is compiled apart and calls one another by address: the signatures, and how one calls.

A kernel is compiled once, whatever loops it is to run: it finds their addresses in what it is
given, as it finds BLAS's. Everything takes bare pointers; ``values`` stands for those to numbers
that may be float64 or float32. Numbers themselves are int64 or float64.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.errors import TypingError
from numba.core.sigutils import normalize_signature
from numba.core.typing import signature
from numba.extending import intrinsic

INDICES, DOUBLES = "CPointer(int64)", "CPointer(float64)"
# P, H, Z, G, layout, n_layers
NETWORK = f"values, values, values, values, {INDICES}, int64"
# M, N, steps, rate, decay or alpha, options
OPTIMIZER = f"values, values, {INDICES}, float64, float64, {DOUBLES}"
# X, Y, order, weights, first, last or n_steps, n_all
ROWS = f"values, values, {INDICES}, {DOUBLES}, int64, int64, int64"
# batch_size, total, loss, learn or update, gemm, D, filled
TRAINING = f"int64, {DOUBLES}, int64, int64, int64, values, {INDICES}"
# By kind; the arguments are named where functions of the kind are defined.
SIGNATURES = {
    "activate": "void(values, values, int64, int64)",
    "times_slope": "void(values, values, values, int64, int64)",
    "loss": "float64(values, int64, values, values, int64, int64, float64)",
    "update": f"void(values, values, {INDICES}, int64, {OPTIMIZER})",
    "learn": f"void({NETWORK}, {INDICES}, {OPTIMIZER})",
    "train_one_by_one": f"int64({ROWS}, {TRAINING}, {NETWORK}, {OPTIMIZER})",
    "train_batches": f"int64({ROWS}, {TRAINING}, {NETWORK}, {OPTIMIZER})",
    "evaluate_rows": f"int64(values, values, {INDICES}, int64, int64, int64, {DOUBLES}, "
    f"int64, int64, {NETWORK})",
    "walk_steps": f"int64({ROWS}, int64, {DOUBLES}, float64, int64, int64, int64, int64, values, "
    f"{NETWORK}, {OPTIMIZER})",
}


def signature_of(kind: str, values: str) -> Any:
    """The signature of a kind of function, for pointers to ``values``, a name of numba's."""
    arguments, returned = normalize_signature(
        SIGNATURES[kind].replace("values", f"CPointer({values})")
    )
    return signature(returned, *arguments)


def by_address(kind):
    """For compiled code: a function that calls the one of this kind at the address given first."""

    @intrinsic
    def call(typing_context, address, *arguments):
        pointer = next(argument for argument in arguments if isinstance(argument, types.CPointer))
        called = signature_of(kind, pointer.dtype)
        if len(arguments) != len(called.args):
            raise TypingError(f"{kind} takes {called.args}; got {arguments}")

        def build(context, builder, _, values):
            returned, *taken = map(context.get_value_type, (called.return_type, *called.args))
            pointer_type = ir.FunctionType(returned, taken).as_pointer()
            function = builder.inttoptr(values[0], pointer_type)
            return builder.call(function, cgutils.unpack_tuple(builder, values[1]))

        return signature(called.return_type, types.int64, types.Tuple(called.args)), build

    return call


activate, times_slope, row_loss = map(by_address, ("activate", "times_slope", "loss"))
update, learn = by_address("update"), by_address("learn")


@intrinsic
def multiply(typing_context, gemm, A, a, a_turned, B, b, b_turned, factor, C, c, shape):
    """C = A B + factor · C by BLAS at the address ``gemm``.

    The matrices lie row by row from the places a, b and c on; A and B as they are, or ``turned``,
    which is as their transposes. ``shape`` is (rows of C, columns of C, what is summed over).
    """
    C_type, place = C, (C, types.int64)
    arguments = (*place, types.boolean, *place, types.boolean, types.float64, *place)
    taken = signature(types.void, types.int64, *arguments, types.UniTuple(types.int64, 3))

    def build(context, builder, _, values):
        gemm, A, a, a_turned, B, b, b_turned, factor, C, c, shape = values
        rows, columns, inner = (
            builder.trunc(value, ir.IntType(32)) for value in cgutils.unpack_tuple(builder, shape)
        )

        def by_reference(value):
            return cgutils.alloca_once_value(builder, value)

        def as_number(value):
            return by_reference(context.cast(builder, value, types.float64, C_type.dtype))

        def side(turned):
            n, t = (ir.Constant(ir.IntType(8), ord(letter)) for letter in "NT")
            return by_reference(builder.select(turned, t, n))

        # BLAS counts by columns: to it these are the transposes, and Cᵀ = Bᵀ Aᵀ.
        arguments = [
            *(side(b_turned), side(a_turned), *map(by_reference, (columns, rows, inner))),
            *(as_number(ir.Constant(ir.DoubleType(), 1.0)), builder.gep(B, [b])),
            by_reference(builder.select(b_turned, inner, columns)),
            builder.gep(A, [a]),
            by_reference(builder.select(a_turned, rows, inner)),
            *(as_number(factor), builder.gep(C, [c]), by_reference(columns)),
        ]
        pointer_type = ir.FunctionType(ir.VoidType(), [item.type for item in arguments])
        builder.call(builder.inttoptr(gemm, pointer_type.as_pointer()), arguments)
        return context.get_dummy_value()

    return taken, build
