"""What an API needs beyond its document: profiles, credentials and security."""
