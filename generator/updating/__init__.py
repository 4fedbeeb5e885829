"""Fetch a newer document, and update the package to it."""
