from django.urls import path, re_path

from anju.modules.plans.views import checks

urlpatterns = [
    path("versions/<int:version_id>/checks/", checks.checks, name="checks"),
    re_path(
        r"^versions/(?P<version_id>\d+)/checks/export\.(?P<form>pdf|xlsx)$",
        checks.exported,
        name="checks_export",
    ),
    path("versions/<int:version_id>/checks/<slug:key>/", checks.choose, name="finding_choose"),
    path("versions/<int:version_id>/checks/<slug:key>/reopen/", checks.reopen, name="finding_reopen"),
    path("passages/<int:passage_id>/suggestion/", checks.suggestion_take, name="suggestion_take"),
]
