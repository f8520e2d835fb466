from django.urls import include, path

handler400 = "anju.foundation.web.errors.bad_request"
handler403 = "anju.foundation.web.errors.permission_denied"
handler404 = "anju.foundation.web.errors.page_not_found"
handler500 = "anju.foundation.web.errors.server_error"

urlpatterns = [
    path("account/", include("allauth.urls")),
]
