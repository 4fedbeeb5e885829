"""Copy a generated package into an app, or build a wheel of it."""
