"""Tags of MDX, Markdoc, Liquid and admonitions: the page they lay out goes, the text stays."""

from __future__ import annotations

import time

import pytest

from generator.markup.markdown import markdown

LAID_OUT = {
    "A.\n\n<Message warning>\n  Be careful.\n</Message>\n\nB.": "A.\n\nBe careful.\n\nB.",
    "<Note>One line.</Note>\nMore": "One line.\n\nMore",
    '<CardGroup cols={2}>\n<Card title="Hooks" href="/h">\nText\n</Card>\n</CardGroup>': (
        "**Hooks**\n\nText"
    ),
    '<Tabs>\n  <TabItem value="a" label="Python">\n\n  text\n\n  </TabItem>\n</Tabs>': (
        "**Python**\n\ntext"
    ),
    "<ApiBox>\nThis is prose.\n</ApiBox>\nEnd": "This is prose.\n\nEnd",
    'See <Tooltip tip="x">a word</Tooltip> here': "See a word here",
    '<SchemaDefinition schemaRef="#/components/schemas/Pet" />': "",
    '{% callout type="note" title="Beware" %}\nText **b**\n{% /callout %}\nMore': (
        "**Beware**\n\nText **b**\n\nMore"
    ),
    "{% ifversion ghes %}Text{% endif %} more": "Text more",
    "A\n\n{% partial file=1 %}\n\nB": "A\n\nB",
    "# Title {% #id %}": "# Title",
    ":::note Heads up\nText\n:::\nMore": "**Heads up**\n\nText\n\nMore",
    "a\n:::tip[Title]\nx\n\n:::\n": "a\n\n**Title**\n\nx",
    # What the text speaks of.
    "It has {% unsubscribe %} in it": "It has `{% unsubscribe %}` in it",
}
UNCHANGED = [
    "Use <Token>, <No Content> and `<Note>`.",
    "<Response>\n  <Say>Hello</Say>\n</Response>",
    "The XML <Result><Message>B</Message></Result>",
    "A Map<String, Foo>, 100% {%d}, {{ name }} {%",
    "std:::vector :: x",
]


@pytest.mark.parametrize(("text", "expected"), LAID_OUT.items())
def test_what_lays_a_page_out_goes(text, expected):
    assert markdown(text).strip() == expected
    assert markdown(markdown(text)) == markdown(text)


@pytest.mark.parametrize("text", UNCHANGED)
def test_what_only_looks_like_it_stays(text):
    assert markdown(text) == text


@pytest.mark.parametrize(
    "piece",
    ["<A a", "<A ", "<Note>", "</Note>", "{% a ", "{%", ":::", ":::a\n", "{% if %}", "<A a={"],
)
def test_the_time_grows_with_the_length(piece):
    began = time.process_time()
    markdown(piece * (40_000 // len(piece)))
    assert time.process_time() - began < 2
