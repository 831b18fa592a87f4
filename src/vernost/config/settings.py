"""Django's settings: one module, everything that differs between machines comes from environment.py."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from vernost.config import catalogue, databases, environment, mail, secret

ENVIRONMENT = environment.read(os.environ)
PACKAGE = Path(__file__).resolve().parent.parent
DATA = ENVIRONMENT.data
SITE = urlsplit(ENVIRONMENT.url)
SECURE = SITE.scheme == "https"

DEBUG = ENVIRONMENT.debug
DEMO = (DATA / "demo.json").exists()  # the sample firm lives here: its gallery of components is open
SECRET_KEY = ENVIRONMENT.secret_key or secret.kept_key(DATA)
ALLOWED_HOSTS = [SITE.hostname or "localhost", "localhost", "127.0.0.1", "[::1]", *ENVIRONMENT.hosts]
CSRF_TRUSTED_ORIGINS = [f"{SITE.scheme}://{SITE.netloc}"]
ROOT_URLCONF = "vernost.config.urls"
WSGI_APPLICATION = "vernost.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The floors of the house, from the ground up; pages of a higher floor may override templates of a lower one.
CONTEXTS = [
    "vernost.ui",
    "vernost.api",
    "vernost.reactions",
    "vernost.winback",
    "vernost.indicators",
    "vernost.retention",
    "vernost.courtesy",
    "vernost.sales",
    "vernost.intake",
    "vernost.complaints",
    "vernost.voice",
    "vernost.team",
    "vernost.reviews",
    "vernost.standards",
    "vernost.agenda",
    "vernost.playbooks",
    "vernost.post",
    "vernost.orders",
    "vernost.clients",
    "vernost.staff",
    "vernost.journal",
    "vernost.access",
    "vernost.core",
]
INSTALLED_APPS = [
    *CONTEXTS,
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's pages of keys
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "lucide",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "vernost.core.middleware.ErrorPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "vernost.staff.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "vernost.ui.middleware.Toasts",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

# cotton and partials both want to wrap the loaders; written out, neither fights the other.
_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.filesystem.Loader",
    "django.template.loaders.app_directories.Loader",
]
_CACHED = _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", _CACHED)],
            # At hand in every template, with no load: components, parts, translation, files, ours.
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "vernost.ui.templatetags.words",
                "vernost.ui.templatetags.drawing",
                "vernost.ui.templatetags.shelling",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "vernost.ui.shell.shell",
            ],
        },
    }
]
COTTON_ISOLATE_BY_DEFAULT = True  # a component knows what it was given, and nothing by accident
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = {"default": databases.database(ENVIRONMENT.database_url, DATA)}
SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
REDIS_URL = ENVIRONMENT.redis_url
ANALYTICS_URL = ENVIRONMENT.analytics_url
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "vernost"}
    )
}

LANGUAGE_CODE = ENVIRONMENT.language
LANGUAGES = [("ru", _("Russian")), ("en", _("English"))]
LOCALE_PATHS = [catalogue.locale_folder(DATA)]
TIME_ZONE = ENVIRONMENT.time_zone
USE_TZ = True
USE_I18N = True
CURRENCY = ENVIRONMENT.currency

STATIC_URL = "static/"
STATIC_ROOT = None  # nothing is copied: whitenoise finds the files in the packages
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = DATA / "files"
# Straight from the packages with an ETag: an upgrade needs no command to copy them.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# --- Who is who ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "staff.Employee"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name", "phone")},
    },
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_ADAPTER = "vernost.staff.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "vernost.staff.sign_in.display_name"
# The director enters the address, so it is known to be the employee's: nothing is to be confirmed.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# One lock over failed sign-ins, and that is axes (by person and address); two would contradict each other.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
ACCOUNT_DEFAULT_HTTP_PROTOCOL = SITE.scheme
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.proxies
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Vernost"
MFA_FORMS = {
    "activate_totp": "vernost.staff.key_forms.AppForm",
    "add_webauthn": "vernost.staff.key_forms.PasskeyForm",
}
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys over http on the machine itself, and only there.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE.hostname in ("localhost", "127.0.0.1")

AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "vernost.staff.sign_in.tried_name"
AXES_CLIENT_IP_CALLABLE = "vernost.core.addresses.client_address"
AXES_LOCKOUT_CALLABLE = "vernost.staff.sign_in.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_ENGINE = "vernost.staff.sessions"
SESSION_COOKIE_NAME = "vernost_session"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "vernost.core.error_pages.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- What a browser may do with our pages -------------------------------------------------------------
SECURE_SSL_REDIRECT = SECURE and ENVIRONMENT.proxies == 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.proxies else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENVIRONMENT.mail_from
globals().update(mail.mail(ENVIRONMENT.mail_url))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": ENVIRONMENT.log_level.upper()},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "axes": {"level": "ERROR"},
        "huey": {"level": "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # e-mails are unique whatever their case, by a constraint instead of a column's mark
]
