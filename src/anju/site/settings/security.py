import base64
import hashlib
import os

from anju.site.home import home

SECRET_KEY = os.environ.get("ANJU_SECRET_KEY") or home().secret("session")
FIELD_DIGEST_KEY = home().secret("digest")


def _fernet(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode()


# The newest key first; older ones still open what they sealed.
FIELD_KEYS = [_fernet(one) for one in os.environ.get("ANJU_FIELD_KEYS", home().secret("fields")).split(",")]

# Behind TLS set ANJU_PUBLIC_URL=https://…; without it Anju serves this machine and its own network over HTTP.
PUBLIC_URL = os.environ.get("ANJU_PUBLIC_URL", "")
SECURE = PUBLIC_URL.startswith("https://")
DEBUG = False
ALLOWED_HOSTS = [one for one in os.environ.get("ANJU_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if one]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "anju.foundation.web.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"

AUTH_USER_MODEL = "foundation.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
     "OPTIONS": {"user_attributes": ("username", "name")}},
    {"NAME": "anju.site.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]  # fmt: skip
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "anju.site.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "phone", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PHONE_VERIFICATION_ENABLED = False
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_GET = False
# A whole office may come from one address: the account is what five failures lock.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "100/10m/ip,5/10m/key"}
ACCOUNT_FORMS = {
    "login": "anju.site.account_forms.LoginForm",
    "change_password": "anju.site.account_forms.ChangePasswordForm",
    "reauthenticate": "anju.site.account_forms.ReauthenticateForm",
}
# How many proxies of ours stand before us; only the addresses they add are believed.
PROXIES = int(os.environ.get("ANJU_PROXIES", "0"))
MFA_ADAPTER = "anju.site.accounts.MfaAdapter"
MFA_FORMS = {
    "activate_totp": "anju.site.account_forms.ActivateTOTPForm",
    "authenticate": "anju.site.account_forms.AuthenticateForm",
    "reauthenticate": "anju.site.account_forms.ReauthenticateByCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Anju 安居"
# Not at each request, which would be a write each: foundation.web.access notes it every few minutes.
USERSESSIONS_TRACK_ACTIVITY = False
