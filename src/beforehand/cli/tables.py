"""Django and its tables, for the commands that need them: loaded when one does, as it takes half a second."""

import os
from datetime import UTC, datetime


def set_django_up() -> None:
    """Loads Django and its settings."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beforehand.settings")
    django.setup()


def bring_tables_up_to_date() -> None:
    """Brings the tables to this version, with a backup before; DatabaseNotReady where that cannot be."""
    from beforehand.records.migrating import bring_up_to_date

    bring_up_to_date(back_up_at=datetime.now(UTC).replace(microsecond=0))
