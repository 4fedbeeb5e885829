"""Compare two packages: report changes to the Python API, and what they break."""
