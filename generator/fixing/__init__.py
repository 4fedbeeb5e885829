"""Rewrite the lines of an app that a change affects, where the new code is known."""
