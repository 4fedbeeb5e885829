"""HTML in a text becomes Markdown, and what only looks like HTML stays."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.markup.markdown import markdown
from generator.text import Untrusted, docstring

ELEMENTS = {
    "<p>One.</p><p>Two.</p>": "One.\n\nTwo.",
    "One.<br>Two.": "One.  \nTwo.",
    "One. <br/>\nTwo.<br /><br>Three.": "One.  \nTwo.\n\nThree.",
    "<b>a</b> <strong>b</strong> <i>c</i> <em>d</em>": "**a** **b** *c* *d*",
    "<code>a_b</code>": "`a_b`",
    "<code>&lt;p&gt;</code>": "`<p>`",
    '<a href="/docs/user">a user</a>': "[a user](/docs/user)",
    r"<a href=\"/docs\">escaped quotes</a>": "[escaped quotes](/docs)",
    '<a href="/docs" target="_blank>a quote too few</a>': "[a quote too few](/docs)",
    '<a href="https://x.example/">https://x.example/</a>': "<https://x.example/>",
    '<a name="here"></a>Here': "Here",
    "One of:<ul><li>a</li><li>b</li></ul>Else c.": "One of:\n\n- a\n- b\n\nElse c.",
    "<UL><LI>a<LI>b <i>c</i></UL>": "- a\n- b *c*",
    "<ol start=3><li><p>a</p></li><li>b<ul><li>c</li></ul></li></ol>": "3. a\n4. b\n   - c",
    "<ul>\n  <li>a</li>\n\n  <li>b</li>\n</ul>": "- a\n- b",
    "<h2>Title</h2>text": "## Title\n\ntext",
    "<pre>\na  b\n  c\n</pre>": "```\na  b\n  c\n```",
    "<blockquote><b>Note:</b> x</blockquote>": "> **Note:** x",
    "<table><tr><th>A<th>B<tr><td>1<td>x<br>y</table>": "| A | B |\n| --- | --- |\n| 1 | x y |",
    "10<sup>6</sup>": "10^6",
    '<img src="https://x.example/a.png" alt="A plan">': "[A plan](https://x.example/a.png)",
    '<img src="data:image/png;base64,AAAA" alt="A plan">': "A plan",
    "<div class='x'><span>a</span></div>": "a",
    "<!-- for editors -->a": "a",
    'Same as <see cref="P:A.B.C" />': "Same as `A.B.C`",
    "a&nbsp;b &mdash; &quot;c&quot; &lt;id&gt; 3 &lt; 4 &amp; 5": 'a b — "c" <id> 3 < 4 & 5',
    "&lt;br&gt;": "`<br>`",
    "a <b>b": "a b",
    "a</b> b": "a b",
    "One of:<ul><li>a<li>b": "One of:\n\n- a  \n- b",
}
MIXED = {
    "- <p>a</p>\n- **b** <i>c</i>": "- a  \n- **b** *c*",
    "| a<br>b | <nobr>`c`</nobr> |\n|---|---|": "| a b | `c` |\n|---|---|",
    "| <ul><li>a</li><li>b</li></ul> |\n|---|": "| - a - b |\n|---|",
    "a_b_c *d* <b>e_f *g*</b>": "a_b_c *d* **e_f *g***",
    "<details><summary>More</summary>\n\n| a | b |\n|---|---|\n\n</details>": (
        "More\n\n| a | b |\n|---|---|"
    ),
    "**<code>a</code>**": "**`a`**",
    "<li>a</li>\n<li>b</li>": "- a  \n- b",
    "<ul><li>`<id>` or <key></li></ul>": "- `<id>` or <key>",
}
UNCHANGED = [
    "Send `<b>a</b>` or ``<i>`</i>``.",
    "```html\n<p>a</p>\n```",
    "~~~\n<p>a</p>\n```\n<br>\n~~~",
    "- a\n\n     ```\n     <p>b</p>\n     ```",
    "`refs/heads/<branch name>`, tags/<tag name> or <owner>.",
    "A List<String> or Map<string, List<int>>",
    "a < b and c > d, a <b and c> d",
    "<https://a.example/> <me@a.example>",
    "A <Description> element, an SVG <text>",
    "x & y, a=1&lt=2, AT&T; &unknown; &amp;lt;",
    "<!-- without an end",
    "5 <p",
]
PLACEHOLDERS = {
    "/callback?code=<code>&state=<state>": "/callback?code=`<code>`&state=<state>",
    "A List<b>": "A List`<b>`",
    "SELECT * FROM <table>": "SELECT * FROM `<table>`",
}
INLINE = ["a", "b", "i", "code", "span", "img", "sup", "strong", "em"]
BLOCKS = ["p", "br", "ul", "ol", "li", "table", "tr", "td", "div", "h1", "h6", "pre", "details"]
TAGS = INLINE + BLOCKS
TAG = re.compile(rf"(?i)</?(?:{'|'.join(TAGS)})(?:\s[^<>]*)?/?>|<!--.*?-->")


@pytest.mark.parametrize(("html", "expected"), {**ELEMENTS, **MIXED, **PLACEHOLDERS}.items())
def test_it_becomes_markdown(html, expected):
    assert markdown(html).strip() == expected
    assert markdown(markdown(html)) == markdown(html)


@pytest.mark.parametrize("text", UNCHANGED)
def test_what_is_no_html_stays(text):
    assert markdown(text) == text


_PIECES = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in TAGS]),
    st.sampled_from([f"</{tag}>" for tag in TAGS if tag not in ("br", "img")]),
    st.sampled_from(['<a href="x">', "<br/>", "<p class=a>", "&lt;", "&gt;", "&amp;", "&nbsp;"]),
    st.sampled_from(["<id>", "List<String>", "a < b", "- ", "* ", "| ", "# ", "\n", "\n\n", " "]),
    st.sampled_from(["`x`", "\n```\n<p>\n```\n", "**", "_", "\\", '"""', "\n    "]),
)


@given(st.lists(_PIECES, max_size=20))
def test_all_words_stay_in_order_and_no_tag_is_left(pieces):
    html = " ".join(f"word{number} {piece}" for number, piece in enumerate(pieces))
    converted = markdown(html)
    words = re.compile(r"word\d+")
    assert words.findall(converted) == words.findall(html)
    assert "List<String>" in converted or "List<String>" not in pieces
    outside = re.sub(r"(?ms)^ *```.*?^ *```|(`+)(?!`).+?(?<!`)\1(?!`)", "", converted)
    assert not TAG.search(outside)
    assert markdown(converted) == converted


@given(st.lists(st.one_of(_PIECES, st.text(max_size=5)), max_size=20))
def test_a_docstring_of_html_is_a_docstring(pieces):
    lines = Untrusted("".join(pieces)).lines(80)
    assert all(line.isprintable() for line in lines)
    compile(f"def f():\n    {docstring(lines)}\n", "f", "exec")


HOSTILE = {
    "less-than signs": "<",
    "starts of tags": "<p ",
    "attributes": "<p a=b",
    "quotes": '<a href="',
    "start tags": "<b>",
    "end tags": "</b>",
    "list items": "<ul><li>",
    "comments": "<!--",
    "entities": "&lt;",
    "entities of entities": "&amp;",
    "backticks": "`` ` ``` ",
    "fences": "~~~\n",
    "blanks": "<p> \n ",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_the_time_grows_with_the_length(piece):
    began = time.process_time()
    markdown(piece * (40_000 // len(piece)))
    assert time.process_time() - began < 2


def test_deep_elements_are_text():
    assert markdown("<b>" * 5_000 + "a" + "</b>" * 5_000).strip("*") == "a"
    assert "- a" in markdown("<ul><li>" * 500 + "a" + "</li></ul>" * 500)


@pytest.mark.parametrize("start", ["9" * 5_000, "²", "-1", "x"])
def test_the_start_of_a_list_may_be_no_number(start):
    assert "a" in markdown(f"<ol start='{start}'><li>a</li></ol>")


def test_a_long_list_takes_no_time():
    began = time.process_time()
    assert markdown("<ol>" + "<li>a</li>" * 20_000 + "</ol>").count("- a") == 20_000
    assert time.process_time() - began < 4
