"""Merge edits made by hand with a new version of a generated file, symbol by symbol."""
