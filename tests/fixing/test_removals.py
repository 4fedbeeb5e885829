"""Removed arguments leave the others, their comments and valid code, however a call is laid out."""

from __future__ import annotations

import ast
from pathlib import Path

import libcst as cst
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.fixing.proposal import apply
from generator.fixing.removals import items_of, remove
from generator.fixing.source_tree import SourceTree
from generator.impact.app_files import AppFile

VALUES = st.sampled_from(["1", "(2)", "'a, b'", "[3, 4]", "f(5, x=6)", "{'k': 7}"])
GAPS = st.sampled_from([" ", "\n    ", "\n\n    ", "  # a comment\n    ", "\n    # own line\n    "])


@st.composite
def laid_out(draw):
    """A call or a dictionary, and the indexes of what is removed."""
    values = draw(st.lists(VALUES, min_size=1, max_size=5))
    is_call = draw(st.booleans())
    template = "a{}={}" if is_call else "'a{}': {}"
    parts = [template.format(*each) for each in enumerate(values)]
    text = draw(GAPS)
    for number, part in enumerate(parts):
        is_last = number == len(parts) - 1
        comma = draw(st.sampled_from(["", ","])) if is_last else ","
        text += part + comma + draw(GAPS)
    brackets = ("call(", ")") if is_call else ("{", "}")
    gone = draw(st.sets(st.integers(0, len(parts) - 1), min_size=1))
    return f"x = {brackets[0]}{text}{brackets[1]}  # end\ny = 1\n", gone


def entries(text):
    value = ast.parse(text).body[0].value
    if isinstance(value, ast.Call):
        return [(one.arg, ast.unparse(one.value)) for one in value.keywords]
    pairs = zip(value.keys, value.values, strict=True)
    return [(ast.unparse(key), ast.unparse(one)) for key, one in pairs]


@settings(max_examples=150, deadline=None)
@given(laid_out())
def test_the_others_stay(code):
    text, gone = code
    tree = SourceTree(AppFile(Path("a.py"), text, ast.parse(text)))
    owner = tree.all(cst.Assign)[0].value
    items = [one for number, one in enumerate(items_of(owner)) if number in gone]
    after = apply(text, sorted(remove(tree, owner, items)))
    kept = [one for number, one in enumerate(entries(text)) if number not in gone]
    assert entries(after) == kept, after
    assert after.endswith("# end\ny = 1\n")
    assert ", ," not in after
