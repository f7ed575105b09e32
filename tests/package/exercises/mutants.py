"""Small changes to a solution, as readers make them: one operator, number, term or argument."""

import ast
import itertools
from collections.abc import Iterator

OPERATORS = [ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.MatMult]
COMPARISONS = [ast.Gt, ast.GtE, ast.Lt, ast.LtE, ast.Eq, ast.NotEq]
# Functions that are taken for one another.
CONFUSED = [
    *({"mean", "sum", "max", "median"}, {"maximum", "minimum"}, {"max", "min"}, {"ceil", "floor"}),
    *({"log", "log10", "log2", "exp"}, {"sqrt", "square", "abs"}),
]


def mutants(code: str) -> list[str]:
    """Return all versions of `code` in which one thing is changed."""
    tree = ast.parse(code)
    found = dict.fromkeys(_mutants(tree, _variables(tree)))
    found.pop(ast.unparse(tree), None)
    return list(found)


def _variables(tree: ast.Module) -> list[str]:
    """Return what the code binds, its arguments included: what one name can be mistaken for."""
    bound = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    names = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    return sorted(bound | {node.id for node in names if isinstance(node.ctx, ast.Store)})


def _mutants(tree: ast.Module, variables: list[str]) -> Iterator[str]:
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            for i, child in enumerate(value if isinstance(value, list) else [value]):
                if not isinstance(child, ast.expr):
                    continue
                for changed in _changes(child, variables):
                    if isinstance(value, list):
                        value[i] = changed
                    else:
                        setattr(parent, field, changed)
                    yield ast.unparse(tree)
                if isinstance(value, list):
                    value[i] = child
                else:
                    setattr(parent, field, child)


def _changes(node: ast.expr, variables: list[str]) -> Iterator[ast.expr]:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            changed = (number + 1, number - 1, -number, 2 * number, number / 2, number / 10, 0)
            yield from (ast.Constant(each) for each in changed)
        case ast.Name(id=name, ctx=ast.Load()) if name in variables:
            yield from (ast.Name(other, ast.Load()) for other in variables if other != name)
        case ast.BinOp(left=left, op=op, right=right):
            yield from (left, right, ast.BinOp(right, op, left))
            yield from (ast.BinOp(left, other(), right) for other in OPERATORS)
        case ast.UnaryOp(operand=operand):
            yield operand
        case ast.Compare(left=left, ops=[_], comparators=[right]):
            yield from (ast.Compare(left, [other()], [right]) for other in COMPARISONS)
        case ast.Call():
            yield from _changed_calls(node)
        case ast.Attribute(value=value, attr="T" | "shape") | ast.Subscript(value=value):
            yield value
        case ast.List(elts=parts, ctx=ast.Load()) | ast.Tuple(elts=parts, ctx=ast.Load()):
            yield from (ast.List(list(each), ast.Load()) for each in _reordered(parts))


def _changed_calls(call: ast.Call) -> Iterator[ast.expr]:
    yield from call.args  # the call is left out
    for args in _reordered(call.args):
        yield ast.Call(call.func, list(args), call.keywords)
    if call.keywords:
        yield ast.Call(call.func, call.args, [])
    if isinstance(call.func, ast.Attribute):
        yield call.func.value  # likewise, of a method
        for group in CONFUSED:
            for other in sorted(group - {call.func.attr}) if call.func.attr in group else ():
                func = ast.Attribute(call.func.value, other, ast.Load())
                yield ast.Call(func, call.args, call.keywords)


def _reordered(parts: list[ast.expr]) -> Iterator[list[ast.expr]]:
    """Yield lists with two parts swapped, and with one left out."""
    for i, j in itertools.combinations(range(len(parts)), 2):
        swapped = list(parts)
        swapped[i], swapped[j] = parts[j], parts[i]
        yield swapped
    for i in range(len(parts)):
        yield parts[:i] + parts[i + 1 :]
