"""Settings of an API that its document lacks: profiles, credentials and security."""
