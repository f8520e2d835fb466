from django.urls import include, path

from anju.modules.estate import urls as estate_urls
from anju.site import api_urls

handler400 = "anju.foundation.web.errors.bad_request"
handler403 = "anju.foundation.web.errors.permission_denied"
handler404 = "anju.foundation.web.errors.page_not_found"
handler500 = "anju.foundation.web.errors.server_error"

MOUNTED = (
    ("", "anju.foundation.web.urls"),
    ("", "anju.portals.console.urls"),
    ("field/", "anju.portals.field.urls"),
    ("messages/", "anju.engines.messages.urls"),
    ("scores/", "anju.engines.scores.urls"),
    ("estate/", "anju.modules.estate.urls"),
    ("people/", "anju.modules.people.urls"),
    ("plans/", "anju.modules.plans.urls"),
    ("desk/", "anju.modules.frontdesk.urls"),
    ("community/", "anju.modules.community.urls"),
    ("home/", "anju.portals.resident.urls"),
    ("residents/", "anju.portals.resident.desk_urls"),
)

urlpatterns = [
    path("account/", include("anju.site.account_urls")),
    path("api/v1/", api_urls.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    *(path(prefix, include(module)) for prefix, module in MOUNTED),
    path("", include((estate_urls.root_urlpatterns, "labels"))),
]
