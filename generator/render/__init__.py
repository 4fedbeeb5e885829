"""From the package to its source: decided in Python, printed by Jinja, formatted by ruff."""
