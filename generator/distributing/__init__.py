"""Copies of a generated package: vendored into an app, or built as a wheel."""
