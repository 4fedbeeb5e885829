import time

import pytest

from generator.diagnostics import (
    Diagnostic,
    DiagnosticLog,
    Location,
    OpgenError,
    Severity,
    did_you_mean,
)
from generator.document.document import load
from generator.overlay_actions import OverlayAction
from generator.places import trail

SPEC = """paths:
  /assistants:
    post:
      responses:
        '200':
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/Asistant'
"""


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spec.yaml").write_text(SPEC)
    return load((tmp_path / "spec.yaml").relative_to(tmp_path), DiagnosticLog()).root


def test_it_reads_like_a_compilers(root):
    log = DiagnosticLog()
    schema = root["paths"]["/assistants"]["post"]["responses"]["200"]["content"]
    log.error(
        "unresolved-ref",
        "no schema named 'Asistant'",
        at=schema["application/json"]["schema"]["$ref"],
        help="did you mean 'Assistant'?",
    )
    assert log.diagnostics[0].render() == (
        "spec.yaml:9:23: error[unresolved-ref]: no schema named 'Asistant'\n"
        "   8 |               schema:\n"
        " → 9 |                 $ref: '#/components/schemas/Asistant'\n"
        "  in POST /assistants → responses → 200\n"
        "  help: did you mean 'Assistant'?"
    )


def test_line_numbers_are_aligned():
    place = Location("a.yaml", 10, 1, ((9, "x:"), (10, "y:")))
    assert Diagnostic(Severity.WARNING, "c", "m", place).render().split("\n")[1:] == [
        "    9 | x:",
        " → 10 | y:",
    ]


def test_it_may_have_no_place():
    assert Diagnostic(Severity.WARNING, "c", "m").render() == "warning[c]: m"


def test_nothing_of_a_document_acts_in_it():
    evil = "a\x1b[31m\u202eb\r\nc"
    place = Location(evil, 1, 1, ((1, evil),))
    shown = Diagnostic(Severity.ERROR, "c", evil, place, (evil,), evil).render()
    assert len(shown.split("\n")) == 4
    assert all(line.isprintable() for line in shown.split("\n"))


def test_long_lines_and_messages_are_cut_around_the_place():
    place = Location("a.json", 1, 5000, ((1, "x" * 4990 + "<--here-->" + "y" * 5000),))
    shown = Diagnostic(Severity.ERROR, "c", "m" * 10_000, place).render()
    assert "<--here-->" in shown
    assert len(shown) < 1000


@pytest.mark.parametrize(
    ("pointer", "steps"),
    [
        ("", ""),
        ("paths", "paths"),
        ("paths /a", "/a"),
        ("paths /a parameters 0", "/a parameters 0"),
        ("paths /a get", "GET /a"),
        ("paths /a get responses 200", "GET /a responses 200"),
        ("paths /a get responses 200 content x/y schema $ref", "GET /a responses 200"),
        ("paths /a get requestBody content x/y schema items", None),
        ("components schemas A $ref", "components schemas A"),
        ("webhooks w post", "webhooks w post"),
    ],
)
def test_trails(pointer, steps):
    found = trail(tuple(pointer.split()))
    expected = steps.split() if steps is not None else pointer.split()[3:]
    if steps is None:
        assert found[0] == "GET /a"
        assert list(found[1:]) == expected
    else:
        assert " ".join(found) == " ".join(expected)


def test_a_log_keeps_order_and_tells_each_thing_once(root):
    log = DiagnosticLog()
    log.warning("b", "second", at=root["paths"])
    log.warning("c", "third")
    log.warning("b", "second", at=root["paths"])
    log.raise_errors()
    log.error("a", "first")
    assert [one.code for one in log.diagnostics] == ["b", "c", "a"]
    with pytest.raises(OpgenError) as caught:
        log.raise_errors()
    assert caught.value.diagnostics == log.diagnostics
    assert "error[a]: first" in str(caught.value)


def test_through_what_a_place_was_reached(root):
    log = DiagnosticLog()
    operation = root["paths"]["/assistants"]["post"]
    log.error("a", "m", at=root["paths"], using=operation["responses"])
    assert log.diagnostics[0].location.line == 1
    assert log.diagnostics[0].trail == ("POST /assistants", "responses")


@pytest.mark.parametrize(
    ("word", "advice"),
    [
        ("Asistant", "did you mean 'Assistant'?"),
        ("assistant", "did you mean 'Assistant'?"),
        ("threads", "did you mean 'thread'?"),
        ("zzz", None),
        ("", None),
    ],
)
def test_guessing(word, advice):
    assert did_you_mean(word, ["Assistant", "thread", "Run"]) == advice


def test_a_fault_is_a_warning_that_is_counted(root):
    log = DiagnosticLog()
    log.warning("b", "second")
    log.fault("a", "first", at=root, mend=(OverlayAction("$.a['b c']", {"c": "d\x7f"}),))
    log.fault("a", "first", at=root)
    log.raise_errors()
    assert log.faults == 1
    one = log.diagnostics[1]
    assert (one.severity, one.is_fault) == (Severity.WARNING, True)
    assert one.render().split("\n")[2:] == [
        "  overlay actions that correct it:",
        """    - target: "$.a['b c']\"""",
        '      update: {"c": "d\\U0000007f"}',
    ]
    assert one.to_json()["overlay"] == [{"target": "$.a['b c']", "update": {"c": "d\x7f"}}]


def test_a_fault_is_an_error_if_the_log_is_strict():
    log = DiagnosticLog(strict=True)
    log.fault("a", "first")
    assert (log.faults, log.errors) == (1, 0)
    log.raise_errors()  # the rest of the document may have more faults
    with pytest.raises(OpgenError, match=r"error\[a\]: first"):
        log.raise_faults()


def test_most_findings_of_a_kind_are_only_counted():
    log, asked = DiagnosticLog(), []
    for number in range(3000):
        log.fault("a", f"{number}", help=lambda: asked.append(1) or "help")
        log.fault("a", f"{number}")
    log.warning("b", "another kind")
    assert log.faults == 3000
    assert len(log.diagnostics) == 1001
    assert [one.help for one in log.diagnostics[18:22]] == ["help", "help", None, None]
    assert len(asked) == 20
    assert log.diagnostics[-1].code == "b"


def test_words_are_compared_with_thousands_of_names_in_no_time():
    known = [f"{number:05}{'x' * (number % 90)}" for number in range(100_000)]
    started = time.perf_counter()
    assert did_you_mean("y" * 1_000_000, known) is None
    assert "'12345xxx'" in (did_you_mean("12345xxx", ["12345xxx", *known]) or "")
    assert time.perf_counter() - started < 5
