"""Where sessions are kept: Django's table, found by one written statement, as every page asks for one."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import connection
from django.utils import timezone

_FIND = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(DatabaseStore):
    """Django's store in the database; a session that has run out or is not there is empty."""

    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                _FIND, [self.session_key, connection.ops.adapt_datetimefield_value(timezone.now())]
            )
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])
