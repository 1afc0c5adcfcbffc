"""The office's telephone lines: the broker's page, and the webhooks of the provider."""
