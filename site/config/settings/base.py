"""Settings shared by every environment; what differs by machine comes from the environment (see the README's table)."""

from pathlib import Path

import environ

from config.services import cache, database

ROOT = Path(__file__).resolve().parents[3]
env = environ.Env()

INSTALLED_APPS = [
    "config.apps.SiteConfig",
    "accounts",
    "home",
    "courses",
    "wagtail_modeladmin",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.apps.StaffAccountsConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "config.requests.NumberedRequests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.ContentSecurityPolicy",
    "config.health.Probes",
    "courses.editions.answers.KeptAnswers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.middleware.RefuseUnreadableInput",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.PrivateAnswers",
    "config.middleware.ForgetAtSignOut",
    "accounts.middleware.ExpiredAccount",
    "accounts.middleware.StaffSession",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- database -------------------------------------------------------------
(ROOT / "var").mkdir(exist_ok=True)
DATABASES = {"default": database(env("DATABASE_URL", default=f"sqlite:///{ROOT / 'var' / 'coalizione.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": cache(env("CACHE_URL", default="locmemcache://"))}

# --- language and time ----------------------------------------------------
LANGUAGE_CODE = "it"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("it", "Italiano")]
TIME_ZONE = "Europe/Rome"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False  # identifiers and years are printed as they are; counts ask for |intcomma
FORMAT_MODULE_PATH = ["config.formats"]
LOCALE_PATHS = [ROOT / "site" / "locale"]

# --- files ----------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "staticfiles"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(ROOT / "media")))
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long page in Wagtail's editor passes Django's thousand

# --- accounts -------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.AccountBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "courses:desk"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_FORMS = {"signup": "accounts.signup.WholeSignupForm"}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False  # mail scanners open links: a button confirms
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # the same answer for every address, a letter to owners of an account alone
# How many proxies stand before the site: the address counted by the limits is the one the outermost of them saw.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
RATELIMIT_IP_META_KEY = "accounts.adapter.client_ip"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the other sessions die; this one goes on
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "CO-AliZIONE – "
ACCOUNT_SESSION_REMEMBER = None
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "CO-AliZIONE"
STAFF_MFA_REQUIRED = env.bool("STAFF_MFA_REQUIRED", default=True)
STAFF_IDLE_MINUTES = env.int("STAFF_IDLE_MINUTES", default=60)
STAFF_SESSION_HOURS = env.int("STAFF_SESSION_HOURS", default=12)

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # htmx and Wagtail's admin read it
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview is a frame of the same origin
SECURE_REFERRER_POLICY = "same-origin"

# --- mail -----------------------------------------------------------------
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env(
    "DEFAULT_FROM_EMAIL", default="CO-AliZIONE <segreteria.coalizione@cittalia.com>"
)

# --- Wagtail --------------------------------------------------------------
WAGTAIL_USER_TIME_ZONES = ["Europe/Rome"]
WAGTAIL_SITE_NAME = "CO-AliZIONE"
WAGTAILADMIN_BASE_URL = env("BASE_URL", default="http://127.0.0.1:8000")
WAGTAIL_I18N_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("it", "Italiano")]
WAGTAILEMBEDS_FINDERS = []  # a third party's player loads only after a click, by our own block
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "config.uploads.ImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILDOCS_EXTENSIONS = ["pdf", "odt", "ods", "odp", "docx", "xlsx", "pptx", "csv", "txt", "mp4", "webm", "vtt"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "config.uploads.DocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- the plug-in ----------------------------------------------------------
COURSES_POPULATION_RANGE = (env.int("POPULATION_MIN", default=5_000), env.int("POPULATION_MAX", default=150_000))
COURSES_PLANNED_DAYS = env.int("PLANNED_DAYS", default=48)
COURSES_PLANNED_WEBINARS = env.int("PLANNED_WEBINARS", default=20)
COURSES_REQUIRE_ADHESION = True
COURSES_DRAW_ONCE = True
COURSES_SERVE_UNUSED_DOCUMENTS = False
COURSES_PRIVATE_ROOT = env("PRIVATE_ROOT", default=str(ROOT / "var" / "private"))
COURSES_CUP_READER = "home.queries.cup"
COURSES_SEAL_KEY = env("SEAL_KEY", default="")  # of the registers: never changed, kept with the backup
COURSES_FUNDING_LINE = env(
    "FUNDING_LINE",
    default=(
        "Progetto cofinanziato dall'Unione europea, Fondo Asilo, Migrazione e Integrazione (FAMI) 2014-2020."
        " Ministero dell'Interno, Dipartimento per le Libertà civili e l'Immigrazione."
    ),
)
COURSES_SIGN_UP_URL = "account_signup"
COURSES_ACCOUNT_MAKER = "accounts.invited.make_account"
COURSES_SECRETARIAT_EMAIL = env("SECRETARIAT_EMAIL", default="segreteria.coalizione@cittalia.com")

# django-ratelimit asks for a cache shared by all processes; with the default, one counter per process is enough for
# the two public forms it guards, and CACHE_URL offers a shared one.
SILENCED_SYSTEM_CHECKS = ["django_ratelimit.E003", "django_ratelimit.W001"]
METRICS_TOKEN = ""  # production's alone
