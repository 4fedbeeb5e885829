"""Which places of an app's code a change of the document touches, found by reading the code."""
