"""Calls and texts that a telephony provider reports: Twilio's webhooks, signed."""
