"""Random and mutated input for the generator; `python -m tests.fuzz` runs as much as you like."""
