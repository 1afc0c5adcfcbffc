"""A member's own phone: the address to which it tells, and the settings page of it."""
