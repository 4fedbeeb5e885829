"""From options to what a package is generated from: document, overlays, profile, selection."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.document import overlay
from generator.document.document import load
from generator.document.fetched_places import Fetched
from generator.document.origin import url_of
from generator.document.resolve import Resolver
from generator.document.select import select
from generator.document.source import SourceContent, digest_of_folder, real_path
from generator.name_history import NO_DIVISION
from generator.profiles import profile_files
from generator.profiles.extras import own_extras
from generator.profiles.security import add_credentials
from generator.provenance import Input, Provenance
from generator.repair.repairer import Repairer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from generator.diagnostics import DiagnosticLog
    from generator.document.document import Document
    from generator.document.origin import Origin
    from generator.document.select import Selection
    from generator.name_history import Division
    from generator.options import Options
    from generator.profiles.profile import Profile


@dataclass(frozen=True, slots=True)
class SuppliedDocument:
    """A document that is not in its file yet.

    Attributes:
        name: where it is from, for messages.
        origin: the same, for the file that records it; None for a document that was not fetched.
        files: those that it refers to, by their places relative to its folder.
    """

    content: bytes
    name: str
    origin: Origin | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def source(self) -> SourceContent:
        """The content to parse, with what its references lead to."""
        base = self.origin.base if self.origin else None
        fetched = Fetched(base, self.files) if self.origin or self.files else None
        return SourceContent(self.content, self.name, fetched)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a package is generated from.

    Attributes:
        source: the document as its file has it.
        overlays: those of the profile, then the user's.
        document: the document after all overlays.
    """

    options: Options
    source: Document
    origin: Origin | None
    overlays: Sequence[Document]
    document: Document
    profile: Profile
    selection: Selection
    resolver: Resolver

    @property
    def url(self) -> str | None:
        """The URL that the document was fetched from, if it is known."""
        return url_of(self.options.spec, self.source.digest, self.origin)

    def provenance(self) -> Provenance:
        """Return names and digests of all files that were read, once everything has been."""
        folder, profile, templates = self.options.spec.parent, self.profile, self.options.templates
        main = real_path(self.source.path)
        references = {
            Path(os.path.relpath(one.path, folder)).as_posix(): one.digest
            for one in self.resolver.documents
            if real_path(one.path) != main
        }
        return Provenance(
            document=Input(self.source.name, self.source.digest, self.source.source.digests),
            url=self.url,
            references=tuple(Input(name, references[name]) for name in sorted(references)),
            overlays=tuple(Input(one.name, one.digest) for one in self.overlays),
            profile=Input(profile.name, profile.sha256) if profile.sha256 else None,
            extras=own_extras(profile),
            templates=digest_of_folder(templates) if templates else None,
        )


def read_inputs(
    options: Options,
    log: DiagnosticLog,
    start: Callable[[str], None],
    supplied: SuppliedDocument | None = None,
    division: Division = NO_DIVISION,
) -> Inputs:
    """Read everything that the options name, and select the operations.

    The function `start` is called with the name of each stage; `supplied` replaces the content of
    the file, and operations keep the groups of `division`.

    Raises:
        OpgenError: a file cannot be read, or the document has errors that hide its operations.
    """
    start("load")
    content = supplied.source if supplied else None
    source = load(options.spec, log, content=content)
    profile = profile_files.choose(source, options.profile)
    start("overlay")
    overlays = [load(path, log, "overlay") for path in (*profile.overlays, *options.overlays)]
    document = source
    for position, one in enumerate(overlays):
        quiet = profile.file is None and position < len(profile.overlays)
        document = overlay.apply(document, one, log, quiet=quiet)
    start("select")
    resolver = Resolver(log, options.root)
    repairer = Repairer(resolver, log)
    repairer.repair_structure(document)
    asked = options.group_by or profile.group_by
    selection = select(document, replace(options, group_by=asked), resolver, log, division)
    repairer.repair_selected(document, selection)
    profile = add_credentials(profile, document, selection, resolver, log)
    origin = supplied.origin if supplied else None
    return Inputs(options, source, origin, overlays, document, profile, selection, resolver)
