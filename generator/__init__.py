"""Write a typed Python client package from an OpenAPI document, one function per operation.

The folders are the pipeline, and a value goes through them one way:

    read        bytes → the operations asked for, each part knowing where it stands
    schemas     what values look like, whatever the way a document says it
    operations  what each operation is sent, and what comes back
    models      the modules of types: what is in them, annotated how
    translate   all of it → `ir`, the package as frozen values
    render      the package → source: decided in Python, printed by Jinja, formatted by ruff
    write       source → a folder on disk, whole or not at all

`planning.plan` decides everything, `pipeline.generate` makes files of it, `cli` is the command
around them. Beside the pipeline, for packages that are in use already:

    changes     two plans → what their difference does to code that uses the package
    uses        such changes → the lines of an app that they touch
    upkeep      what brings a package up to date: fetching, updating, vendoring

What is wrong with a document is a `diagnostics.Diagnostic`, never a traceback.
"""
