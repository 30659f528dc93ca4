"""Settings. A site's own choices lie in its home folder (ZUGONG_HOME): site.yaml, the key, the database, the replica."""

from __future__ import annotations

import os
import secrets
from datetime import date
from pathlib import Path
from urllib.parse import unquote, urlparse

from zugong.packs import yaml

BASE_DIR = Path(__file__).resolve().parents[2]
ZUGONG_HOME = Path(os.environ.get("ZUGONG_HOME", BASE_DIR / "var"))
_SITE_FILE = ZUGONG_HOME / "site.yaml"
_SITE = yaml.read(_SITE_FILE) if _SITE_FILE.is_file() else {}

ZUGONG_PACK = os.environ.get("ZUGONG_PACK", _SITE.get("pack", "national"))
ZUGONG_OWNER = _SITE.get("owner", "")
ZUGONG_DEMO = bool(_SITE.get("demo", False))
#: The day that pages speak of unless asked otherwise: of a demonstration site the day of its data; None for today.
ZUGONG_AS_OF = date.fromisoformat(str(_SITE["as_of"])) if "as_of" in _SITE else None
#: Posts of cadre matter stay unseen until a site switches them on.
ZUGONG_CADRE = bool(_SITE.get("cadre", False))
#: For so many hours the password of a card opens an account; `one_time_hours` in site.yaml.
ZUGONG_ONE_TIME_HOURS = int(_SITE.get("one_time_hours", 72))
#: So many days a printed card opens an account; `card_days` in site.yaml.
ZUGONG_CARD_DAYS = int(_SITE.get("card_days", 366))
#: So long an account stays signed in on a telephone whose owner says that it is theirs alone; else half a day.
ZUGONG_OWN_PHONE_DAYS = int(_SITE.get("own_phone_days", 30))
ZUGONG_KEY_FILE = Path(os.environ.get("ZUGONG_KEY_FILE", ZUGONG_HOME / "secret.key"))
ZUGONG_REPLICA = ZUGONG_HOME / "replica"
ZUGONG_UPLOADS = ZUGONG_HOME / "uploads"


def _secret_key() -> str:
    if ZUGONG_KEY_FILE.is_file():
        return "django-" + ZUGONG_KEY_FILE.read_bytes().hex()[:48]
    return secrets.token_urlsafe(48)  # before `zugong init`: sessions last as long as the process


def _database() -> dict:
    url = os.environ.get("ZUGONG_DATABASE_URL", _SITE.get("database", ""))
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": ZUGONG_HOME / "zugong.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
                " PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;",
            },
        }
    parts = urlparse(url)
    host = parts.hostname or dict(pair.split("=") for pair in parts.query.split("&") if pair).get("host", "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }


SECRET_KEY = os.environ.get("ZUGONG_SECRET_KEY") or _secret_key()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("ZUGONG_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "django_htmx",
    "zugong.kernel",
    "zugong.dictionary",
    "zugong.organisations",
    "zugong.offices",
    "zugong.figures",
    "zugong.people",
    "zugong.appointments",
    "zugong.cards",
    "zugong.complaints",
    "zugong.corrections",
    "zugong.finding",
    "zugong.exchange",
    "zugong.activities",
    "zugong.ballots",
    "zugong.cases",
    "zugong.recruitment",
    "zugong.saved_views",
    "zugong.reviews",
    "zugong.requests",
    "zugong.drafting",
    "zugong.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zugong.web.delivery.TextCompression",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "zugong.web.unsent.UnsentMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "zugong.drafting.taking_up.OwnPackMiddleware",
    "zugong.web.middleware.SignInMiddleware",
    "zugong.web.card_sessions.CardMiddleware",
    "zugong.web.views.administration.own_password.OwnPasswordMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zugong.web.middleware.AccessMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "zugong.web.urls"
WSGI_APPLICATION = "zugong.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zugong.web.context.site",
            ]
        },
    }
]

AUTH_USER_MODEL = "offices.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["zugong.offices.passwords.LeanArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "zugong.web.views.sign_in.locked_out"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("ZUGONG_HTTPS", "") == "1"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "zugong.web.views.errors.forged"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = ZUGONG_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "zugong.web.delivery.NamedByContent"},
}
# `zugong serve` lays them out compressed; what serves without it (tests, other servers) finds them in the packages.
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "web").is_dir()
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
