"""Expected failures: what cannot be done, in one clear sentence for the person who asked."""


class Refusal(Exception):
    """One sentence that names the place and the remedy; nothing was changed."""
