"""Write a typed Python client package from an OpenAPI document, one function per operation.

The folders are the pipeline:

    document    bytes → the selected operations; each part knows its place in the source
    repair      each part → what OpenAPI says that it is, by the keywords in `vocabulary`
    profiles    what an API needs beyond its document, its credentials included
    schemas     JSON schemas → shapes, the same for OpenAPI 3.0 and 3.1
    operations  operation objects → parameters, request bodies and responses
    types       the modules of types: what is in them, and how it is annotated
    translate   all of it → `ir`, the package as frozen values
    render      the package → source: decided in Python, printed by Jinja, formatted by ruff
    write       source → a folder on disk, whole or not at all

`planning.plan` decides everything, `pipeline.generate` makes files of it, `commands` is the
command line around them. These folders are for packages that are already in use:

    diff          two plans → what their difference does to code that uses the package
    impact        such changes → the lines of an app that they touch
    updating      fetch a newer document, and make the package from it
    distributing  copy a package into an app, or build a wheel of it

What is wrong with a document is a `diagnostics.Diagnostic`, never a traceback.
"""
