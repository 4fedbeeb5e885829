"""What the change of a document means to those who call the package."""
