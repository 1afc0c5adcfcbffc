"""Chats as their apps export them: WhatsApp's text files, and Meta's downloads of Messenger and Instagram."""
