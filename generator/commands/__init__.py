"""The subcommands of `opgen`; only this package prints."""
