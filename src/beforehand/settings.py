"""Every setting of the application, read from the environment; `.env.example` lists each one."""

import secrets
from os import environ
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


def _number(name: str, default: int, *, highest: int) -> int:
    written = environ.get(name) or str(default)
    if not written.isascii() or not written.isdigit() or int(written) > highest:
        raise ImproperlyConfigured(f"{name} is {written!r}: write a whole number from 0 to {highest}.")
    return int(written)


DATA = Path(environ.get("BEFOREHAND_DATA") or "data").resolve()
HOST = environ.get("HOST") or "127.0.0.1"
PORT = _number("PORT", 8000, highest=65_535)
_host = f"[{HOST}]" if ":" in HOST else HOST
URL = (environ.get("BEFOREHAND_URL") or f"http://{_host}:{PORT}").rstrip("/")


def _secret_key() -> str:
    """The office's own key, made once and kept beside its database, readable by its user alone."""
    try:
        file = DATA / "secret_key"
        if not file.exists():
            _write_secret_key(file)
        return file.read_text()
    except OSError as fault:
        raise ImproperlyConfigured(
            f"The data folder {DATA} cannot be used ({fault.strerror}): "
            "give it to the user who runs Beforehand, or set BEFOREHAND_DATA to another."
        ) from fault


def _write_secret_key(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f"secret_key.{secrets.token_hex(4)}")
    fresh.touch(mode=0o600)
    fresh.write_text(secrets.token_urlsafe(50))
    try:
        file.hardlink_to(fresh)  # of two processes that start at once, one wins and both read its key
    except FileExistsError:
        pass
    finally:
        fresh.unlink()


SECRET_KEY = _secret_key()
# What encrypts passwords and tokens in the database, the newest first; without it, the key beside the database.
SECRETS_KEYS = [key.strip() for key in environ.get("BEFOREHAND_KEY", "").split(",") if key.strip()] or [
    SECRET_KEY
]
# Whether members may name servers inside a private network, such as an office's own calendar server.
ALLOW_PRIVATE_ADDRESSES = environ.get("BEFOREHAND_ALLOW_PRIVATE_ADDRESSES") == "1"
DEBUG = False


def _client(written: str) -> tuple[str, str]:
    """A client id and its secret, as the mail service gave them."""
    client_id, _, secret = written.partition(":")
    return client_id.strip(), secret.strip()


# With which mail services members can connect a mailbox by signing in there.
MAIL_SIGN_IN = {
    "google": _client(environ.get("BEFOREHAND_GOOGLE_CLIENT") or ""),
    "microsoft": _client(environ.get("BEFOREHAND_MICROSOFT_CLIENT") or ""),
}
# Where mail for `log+TOKEN@DOMAIN` is taken by LMTP (or SMTP), as 127.0.0.1:8024; empty: nowhere.
DROP_BOX_LISTENS = environ.get("BEFOREHAND_DROP_BOX_LISTENS") or ""
if DROP_BOX_LISTENS and not DROP_BOX_LISTENS.rpartition(":")[2].isdecimal():
    raise ImproperlyConfigured(
        f"BEFOREHAND_DROP_BOX_LISTENS is {DROP_BOX_LISTENS!r}: write an address and a port, as in 127.0.0.1:8024."
    )
DROP_BOX_SPEAKS = (environ.get("BEFOREHAND_DROP_BOX_SPEAKS") or "lmtp").lower()
DROP_BOX_DOMAIN = environ.get("BEFOREHAND_DROP_BOX_DOMAIN") or ""
if DROP_BOX_SPEAKS not in {"lmtp", "smtp"}:
    raise ImproperlyConfigured(f"BEFOREHAND_DROP_BOX_SPEAKS is {DROP_BOX_SPEAKS!r}: write lmtp or smtp.")
# The webhooks of mail services: what only they know.
ANYMAIL = {
    "MAILGUN_WEBHOOK_SIGNING_KEY": environ.get("BEFOREHAND_MAILGUN_KEY") or "",
    "WEBHOOK_SECRET": environ.get("BEFOREHAND_MAIL_HOOK") or "",  # USER:PASSWORD in the webhook's address
}
_address = urlsplit(URL)
if _address.scheme not in {"http", "https"} or not _address.hostname:
    raise ImproperlyConfigured(f"BEFOREHAND_URL is {URL!r}: write it whole, as in https://calls.example.com.")
_secure = _address.scheme == "https"
ALLOWED_HOSTS = [_address.hostname, _host, "localhost", "127.0.0.1", "[::1]"]
if HOST in {"0.0.0.0", "::"} and not environ.get("BEFOREHAND_URL"):  # noqa: S104 the user's own choice
    ALLOWED_HOSTS = ["*"]
CSRF_TRUSTED_ORIGINS = [URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
# The reverse proxy whose word on the visitor's address and scheme is taken; beforehand.wsgi reads it.
PROXY = environ.get("BEFOREHAND_PROXY") or ("127.0.0.1" if _secure else "")
SECURE_HSTS_SECONDS = 31_536_000 if _secure else 0
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "beforehand.web.members.session_store"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "beforehand.records",
    "beforehand.web",
]
MIDDLEWARE = [
    "beforehand.web.health.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "beforehand.web.members.middleware.FailureMiddleware",
    "beforehand.web.offline.late.OfflineMiddleware",
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}
ROOT_URLCONF = "beforehand.urls"
WSGI_APPLICATION = "beforehand.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.static", "beforehand.web.templatetags.words"],
            "context_processors": [
                "django.template.context_processors.request",
                "beforehand.web.members.middleware.every_page",
            ],
        },
    }
]

_SQLITE = {
    # IMMEDIATE: a transaction that reads and then writes must not lose its lock to another (docs/adr/0003).
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # Every thread has a cache of its own: 4 MB each are as fast as 20, and an office of 100,000 fits in 150 MiB.
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-4000;"
    "PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=27103364;",
}


def _database_at(address: str) -> dict[str, Any]:
    """Where the tables are, for Django; without an address in a file of the data folder."""
    if not address:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(DATA / "beforehand.sqlite3")}
    try:
        database: dict[str, Any] = dj_database_url.parse(address)  # type: ignore[assignment]
    except ValueError:
        database = {"ENGINE": ""}
    if database["ENGINE"] not in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}:
        raise ImproperlyConfigured(
            "DATABASE_URL is no address of a database: "
            "write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."
        )
    return database


_database = _database_at(environ.get("DATABASE_URL", ""))
_on_sqlite = _database["ENGINE"].endswith("sqlite3")
# Connections stay open: a server has a fixed number of threads, and opening one costs more than a page.
_database |= {"CONN_MAX_AGE": None}
if _on_sqlite:
    _database |= {"OPTIONS": _SQLITE, "TEST": {"NAME": str(DATA / "test.sqlite3")}}
else:
    _database |= {
        "CONN_HEALTH_CHECKS": True,  # a request after a restart of the database opens a new one
        "OPTIONS": {"connect_timeout": 5} | _database.get("OPTIONS", {}),
    }
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# It counts the tries at signing in, for all processes together; on SQLite there is one process.
_CACHE = "locmem.LocMemCache" if _on_sqlite else "db.DatabaseCache"
CACHES = {
    "default": {
        "BACKEND": f"django.core.cache.backends.{_CACHE}",
        "LOCATION": "" if _on_sqlite else "records_cacherow",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
}

AUTH_USER_MODEL = "records.User"
AUTHENTICATION_BACKENDS = ["beforehand.web.members.sign_in.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "beforehand.web.members.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
STATICFILES_DIRS: list[str] = []
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "beforehand": {"level": "INFO"},
        "waitress.queue": {"level": "ERROR"},  # it warns at every queued request
    },
}
