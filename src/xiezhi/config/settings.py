"""All settings, from environment variables. Importing them starts nothing."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict
from structlog.processors import JSONRenderer, TimeStamper, format_exc_info
from structlog.stdlib import ProcessorFormatter, add_log_level, add_logger_name

from xiezhi.config.places import PROJECT, data, kept_secret

DATA_DIR = data()
FILES_DIR = DATA_DIR / "files"
PACKS_DIR = Path(os.environ.get("XIEZHI_PACKS", PROJECT / "packs"))
FONT_DIR = Path(os.environ.get("FONT_DIR", DATA_DIR / "fonts"))
UPLOAD_MOST_BYTES = int(os.environ.get("XIEZHI_UPLOAD_MOST_MB", "200")) * 1024 * 1024
REQUEST_MOST_BYTES = 2 * UPLOAD_MOST_BYTES  # several files with one form

# What an act asks is prepared, and finds its rows by their keys: one plan does for all values. Planning LOAD alone takes
# longer than all that an act writes. Statements with their values in them (Django's, and office.db.planned) are not concerned.
KEPT_PLANS = "-c plan_cache_mode=force_generic_plan"


def _database(url: str) -> dict[str, object]:
    """Django's words for a libpq address; what Django has no word for (sslmode, several hosts) goes on as it is."""
    given = conninfo_to_dict(url)
    named = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password", "NAME": "dbname"}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{theirs: str(given.pop(ours, None) or "") for theirs, ours in named.items()},
        "OPTIONS": {"prepare_threshold": 1, "options": KEPT_PLANS, **given},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


SECRET_KEY = os.environ.get("XIEZHI_SECRET_KEY") or kept_secret(DATA_DIR / "secret-key")
SUBJECT_KEY = os.environ.get("XIEZHI_SUBJECT_KEY", "")
SEAL_DIGEST = os.environ.get("XIEZHI_SEAL_DIGEST", "sha256")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("XIEZHI_HOSTS", "localhost,127.0.0.1").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("XIEZHI_ORIGINS", "").split(",") if origin]

DATABASE_APP_ROLE = os.environ.get("XIEZHI_DATABASE_ROLE", "xiezhi_app")
DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql://xiezhi_app@127.0.0.1:5432/xiezhi"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    "xiezhi.registry",
    "xiezhi.office",
    "xiezhi.web",
    "xiezhi.config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "xiezhi.web.language.Language",
    "xiezhi.api.edge.edge",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "xiezhi.web.limits.Limits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "xiezhi.config.urls"
WSGI_APPLICATION = "xiezhi.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "xiezhi.web.shell.shell",
            ]
        },
    }
]

AUTH_USER_MODEL = "registry.User"
CSRF_FAILURE_VIEW = "xiezhi.web.keeping.csrf_failed"
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "login", "workbench", "login"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("XIEZHI_HTTPS") == "1"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SESSION_COOKIE_SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SESSION_COOKIE_SECURE else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF], "img-src": [SELF, "data:"], "object-src": [NONE], "base-uri": [SELF],
        "form-action": [SELF], "frame-ancestors": [NONE],
    }
}  # fmt: skip

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PROJECT / "src" / "xiezhi" / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

_ENTRY = [add_log_level, add_logger_name, TimeStamper(fmt="iso"), format_exc_info]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": ProcessorFormatter,
            "foreign_pre_chain": _ENTRY,
            "processors": [ProcessorFormatter.remove_processors_meta, JSONRenderer(ensure_ascii=False)],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("XIEZHI_LOG", "WARNING")},
}
