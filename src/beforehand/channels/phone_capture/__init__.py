"""What a phone's own automation tells: one call, text, voicemail or meeting at a time."""
