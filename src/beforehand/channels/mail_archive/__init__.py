"""Mail kept in files: mbox, Maildir, folders of .eml, and archives of them."""
