"""Joins what a channel read to the actions that write it, for every door alike."""
