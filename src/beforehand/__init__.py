"""Every client hears from us at least weekly, and before they have to ask."""
