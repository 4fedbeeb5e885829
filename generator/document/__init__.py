"""From bytes to the operations that are asked for, each part knowing where it stands."""
