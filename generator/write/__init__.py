"""From source to a folder on disk, whole or not at all."""
