"""The ground of every test: its own data folder, quick passwords, a flush that copes with the ledger."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres

DATA = Path(tempfile.mkdtemp(prefix="beforehand-tests-"))
os.environ["BEFOREHAND_DATA"] = str(DATA)
os.environ["DJANGO_SETTINGS_MODULE"] = "beforehand.settings"
os.environ["BEFOREHAND_ALLOW_PRIVATE_ADDRESSES"] = "1"  # the servers of the tests are on this machine
for name in ("BEFOREHAND_URL", "BEFOREHAND_PROXY", "HOST", "PORT"):
    os.environ.pop(name, None)


def pytest_configure(config: pytest.Config) -> None:
    if config.pluginmanager.hasplugin("django"):
        from django.conf import settings

        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        settings.ALLOW_PRIVATE_ADDRESSES = True


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(DATA, ignore_errors=True)


@pytest.fixture(autouse=True)
def _fresh_counts(request: pytest.FixtureRequest) -> None:
    """No test finds the tries at signing in that another made; in a database they go with its transaction."""
    if request.config.pluginmanager.hasplugin("django"):
        from django.core.cache import cache
        from django.core.cache.backends.locmem import LocMemCache

        if isinstance(cache._connections[cache._alias], LocMemCache):
            cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Lets a test that commits empty the tables: SQLite does so by DELETE, which the ledger refuses."""
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    flush = connection.ops.execute_sql_flush

    def without_triggers(sql_list: list[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            flush(sql_list)
            for _, sql in triggers:
                cursor.execute(sql)

    connection.ops.execute_sql_flush = without_triggers
    yield
    connection.ops.execute_sql_flush = flush


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL to make databases in."""
    with postgres.running() as url:
        if url is None:
            postgres.cannot_run("no PostgreSQL: install postgresql, or set BEFOREHAND_TEST_PG to its address")
        yield url


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def own_environment(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """For a program of its own: an empty data folder and an empty database, once of each kind."""
    environment = {
        **os.environ,
        "BEFOREHAND_DATA": str(tmp_path_factory.mktemp("data")),
        "DATABASE_URL": "",
        "PORT": "0",
    }
    if request.param == "sqlite":
        yield environment
        return
    with postgres.fresh_database(request.getfixturevalue("postgres_url")) as url:
        yield {**environment, "DATABASE_URL": url}
