"""The audit: what an archive of mail, calls and chats says about who had to ask and for how long it was quiet."""
