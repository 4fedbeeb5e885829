"""Where the keys of a TOML text are; `tomllib` judges which keys there are."""

from __future__ import annotations

import tomllib

import pytest
import tomlkit
from hypothesis import given
from hypothesis import strategies as st

from generator.document.toml_text import TomlOffsets

TEXT = (
    '''\
# [no.table] key = 1
links = """ [no] " key = 1
\\""" ""\\
"""""
'quoted = key'.b."c\\u0020d" = 'it'''
    + """'s'
""".replace("'s'", "'")
    + """
when = 1979-05-27 07:32:00 # a date
list = [ 1, [2, {a = "]", b.c = 1}],  # more ]
  "}", ]
[table . "with.dot"]
key = { }
[[rules]]
groups = ["a", "bc"]
[rules.send]
x = 1
[[rules]]
groups = ["d"]
send = {X = 1}
[[rules.more]]
y = 1
"""
)


def paths(data, path=()):
    """Every key and item of a value."""
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from paths(value, (*path, key))


def start(path, text=TEXT):
    """The rest of the line of a path."""
    return text[TomlOffsets(text).offset(path) :].partition("\n")[0]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("links",), 'links = """ [no] " key = 1'),
        (("quoted = key", "b", "c d"), "'quoted = key'.b.\"c\\u0020d\" = 'it'"),
        (("when",), "when = 1979-05-27 07:32:00 # a date"),
        (("list", 1, 1, "b", "c"), "b.c = 1}],  # more ]"),
        (("list", 2), '"}", ]'),
        (("table", "with.dot", "key"), "key = { }"),
        (("rules",), "[[rules]]"),
        (("rules", 0, "groups", 1), '"bc"]'),
        (("rules", 0, "send", "x"), "x = 1"),
        (("rules", 1, "groups", 0), '"d"]'),
        (("rules", 1, "send", "X"), "X = 1}"),
        (("rules", 1, "more", 0, "y"), "y = 1"),
        (("rules", 1, "nothing"), "[[rules]]"),
        (("nothing",), "# [no.table] key = 1"),
    ],
)
def test_each_key_has_its_place(path, line):
    assert start(path) == line


def test_every_key_is_found():
    found = TomlOffsets(TEXT)._found
    assert set(paths(tomllib.loads(TEXT))) == found.keys() - {()}


VALUES = st.recursive(
    st.text() | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_every_key_of_any_text_is_found(data):
    text = tomlkit.dumps(data)
    read = tomllib.loads(text)
    assert set(paths(read)) == TomlOffsets(text)._found.keys() - {()}
