"""A project of a generated package, and a copy of it in an app, for the tests of `opgen vendor`."""

from pathlib import Path

from generator.diagnostics import DiagnosticLog
from generator.distributing.generated_package import read_package
from generator.distributing.vendor import files_of_copy
from generator.write.package import write_package
from support.command import opgen
from support.folders import names, package, tree

OLD = package(a="a = 1\n", b="b = 1\n", sub__c="c = 1\n")
NEW = package(a="a = 1\n", b="b = 2\n", more__d="d = 1\n")


def generate(files):
    write_package(files, Path("src/client"), DiagnosticLog())


def vendor(*arguments, to="app/_vendor/client"):
    return opgen("vendor", to, "--from", "src/client", *arguments)


def expected():
    """What a copy of the source is to hold."""
    return files_of_copy(read_package(Path("src/client"), DiagnosticLog()))


def refused(copy, *said, arguments=(), code=1):
    before = tree(copy)
    done = vendor(*arguments)
    assert done.exit_code == code, done.output
    for text in said:
        assert text in done.stderr, done.stderr
    assert tree(copy) == before
    assert names(copy.parent) == ["client"]
    return done.stderr
