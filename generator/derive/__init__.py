"""From operations and schemas to the package that says them in Python."""
