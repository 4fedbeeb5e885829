"""`python -m generator` is `opgen`."""

from generator.cli import main

if __name__ == "__main__":
    main(prog_name="opgen")
