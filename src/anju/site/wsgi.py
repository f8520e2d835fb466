import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.site.settings")
# Nobody waits longer for a page; without it the server goes on counting after the reader has left.
os.environ.setdefault("ANJU_STATEMENT_SECONDS", "60")
application = get_wsgi_application()
