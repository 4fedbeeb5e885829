"""The subcommands of `opgen`, one module each; only this package prints."""
