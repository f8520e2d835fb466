"""How messages leave the installation. Mail is the installation's; the other channels are set by each organisation."""

import base64
import hashlib
import os

from anju.site.home import home

# Without a host no mail is sent, and the channel says so. "ssl": TLS from the first byte; "starttls"; "" none.
EMAIL_HOST = os.environ.get("ANJU_SMTP_HOST", "")
EMAIL_SECURITY = os.environ.get("ANJU_SMTP_SECURITY", "ssl")
EMAIL_PORT = int(os.environ.get("ANJU_SMTP_PORT") or {"ssl": 465, "starttls": 587}.get(EMAIL_SECURITY, 25))
EMAIL_HOST_USER = os.environ.get("ANJU_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ANJU_SMTP_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_SECURITY == "ssl"
EMAIL_USE_TLS = EMAIL_SECURITY == "starttls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("ANJU_MAIL_FROM", EMAIL_HOST_USER)

# Who pushes to browsers; another key makes every subscription worthless, so it comes from the installation's own secret.
PUSH_KEY = base64.urlsafe_b64encode(hashlib.sha256(home().secret("push").encode()).digest()).decode()
PUSH_CONTACT = os.environ.get("ANJU_PUSH_CONTACT", "")

# Hosts of our own network that robots, SMS and push addresses may name; all others must lie outside it and speak TLS.
OUTWARD_PRIVATE_HOSTS = [one for one in os.environ.get("ANJU_PRIVATE_HOSTS", "").split(",") if one]
OUTWARD_TIMEOUT = 10.0
