"""Text of a document, on its way into Python source."""

from __future__ import annotations

import ast
import inspect
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text import Untrusted, docstring, literal, visible

texts = st.text(max_size=80)


@given(texts)
def test_a_literal_is_exactly_the_text(text):
    assert ast.literal_eval(Untrusted(text).literal()) == text


@given(st.one_of(texts, st.integers(), st.floats(allow_nan=False), st.booleans(), st.none()))
def test_a_literal_of_any_constant_reads_back(value):
    read = ast.literal_eval(literal(value).replace("inf", "1e999"))
    assert (read, type(read)) == (value, type(value))


# Without HTML, quotes and hard breaks: these are written in another way.
plain_texts = texts.filter(lambda text: not re.search(r"[<>&]|\\\s", text))


@given(plain_texts, st.integers(min_value=40, max_value=100))
def test_a_docstring_says_the_text_and_nothing_more(text, width):
    lines = Untrusted(text).lines(width)
    source = f"def f():\n    {docstring(lines)}\n"
    tree = ast.parse(source)
    assert len(tree.body) == 1
    assert [type(one) for one in tree.body[0].body] == [ast.Expr]
    said = ast.get_docstring(tree.body[0], clean=False) or ""
    assert "".join(said.split()) == "".join(text.split())


@given(st.text('"\\ a\n', max_size=8).filter(lambda text: "\\\n" not in text))
def test_quotes_and_backslashes_in_a_docstring_keep_their_value(text):
    source = docstring(Untrusted(text).lines(80))
    assert "".join(ast.literal_eval(source).split()) == "".join(text.split())


@given(texts)
def test_no_line_of_a_docstring_holds_a_character_that_acts(text):
    for line in Untrusted(text).lines(80):
        assert line.isprintable()


@given(texts)
def test_visible_text_is_printable_and_one_line(text):
    assert visible(text).isprintable()


@pytest.mark.parametrize("use", [str, repr, "{}".format, lambda text: f"{text}"])
def test_untrusted_text_cannot_be_printed_by_accident(use):
    if use is repr:
        assert use(Untrusted("x")) == "Untrusted(_text='x')"
        return
    with pytest.raises(TypeError, match="of a text from a document"):
        use(Untrusted("x"))


def lines(text: str, width: int = 40, **how: object) -> list[str]:
    return list(Untrusted(inspect.cleandoc(text)).lines(width, **how))


def test_prose_is_wrapped_and_its_own_breaks_are_not_kept():
    text = "One sentence\nthat its writer broke\nand that goes on for a while."
    assert lines(text) == ["One sentence that its writer broke and", "that goes on for a while."]


def test_lists_tables_and_code_keep_their_lines():
    text = """
        Either:
        - the first one, which is so long that it needs a second line
        - the second

        ```sh
        curl   http://x  \\
          -d 1
        ```
        | a | b |
    """
    assert lines(text) == [
        "Either:",
        "- the first one, which is so long that",
        "  it needs a second line",
        "- the second",
        "",
        "```sh",
        "curl   http://x  \\\\",
        "  -d 1",
        "```",
        "| a | b |",
    ]


@pytest.mark.parametrize("end", ["\\", "  ", "<br>", " <br />", "   "])
def test_hard_breaks_stay(end):
    text = f"1.0 - added{end}\n2.0 - changed,\nand more{end}\n3.0 - sorted"
    assert lines(text) == ["1.0 - added", "2.0 - changed, and more", "3.0 - sorted"]
    item = f"- one{end}\n  two words that are so many that they wrap"
    assert lines(item, 40) == ["- one", "  two words that are so many that they", "  wrap"]


@pytest.mark.parametrize("text", ["at the end\\", "a\n\n| b\\\n| c\\", "two \\\\\nof them"])
def test_other_backslashes_stay(text):
    assert "".join(lines(text)).count("\\\\") == text.count("\\")


@pytest.mark.parametrize("marker", ["- ", "* ", "10. ", "  - "])
def test_no_line_ends_after_the_marker_of_an_item(marker):
    link = f"[a](https://example.org/{'x' * 60})"
    found = Untrusted(f"Some:\n{marker}{link} and more of it").lines(60)
    assert found == ("Some:", f"{marker}{link}", f"{' ' * len(marker)}and more of it")


def test_relative_links_are_made_absolute():
    text = "[a](/docs/a) [b](https://b.example/b) [c](//c.example)"
    assert lines(text, 200, links="https://api.example/") == [
        "[a](https://api.example/docs/a) [b](https://b.example/b) [c](//c.example)"
    ]


def test_a_long_quote_is_wrapped():
    assert lines("> **Note:** a quote that is too long for one line") == [
        "> **Note:** a quote that is too long for",
        "> one line",
    ]
    assert lines(">") == [">"]


def test_the_first_line_leaves_room():
    assert lines("aaaa " * 9, 40, first_indent=20) == [
        "aaaa aaaa aaaa aaaa",
        "aaaa aaaa aaaa aaaa aaaa",
    ]


def test_empty_text_has_no_lines():
    assert lines(" \n \t ") == []
    assert not Untrusted("\n ")


@pytest.mark.parametrize(
    ("fact", "lines"),
    [
        ("How many", ("How many. Fact.",)),
        ("How many.", ("How many. Fact.",)),
        ("How many?\n", ("How many? Fact.",)),
        ("One of `a`", ("One of `a`. Fact.",)),
        ("One of:\n\n- `a`\n- `b`", ("One of:", "", "- `a`", "- `b`", "", "Fact.")),
        ("```\na\n```", ("```", "a", "```", "Fact.")),
        ("", ("Fact.",)),
    ],
)
def test_a_fact_is_a_sentence_of_its_own(fact, lines):
    assert Untrusted(fact).followed_by("Fact.").lines(80) == lines
    assert Untrusted(fact).followed_by("").lines(80) == Untrusted(fact).lines(80)
