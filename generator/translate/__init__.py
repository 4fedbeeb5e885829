"""From what was read to the package that says it in Python."""
