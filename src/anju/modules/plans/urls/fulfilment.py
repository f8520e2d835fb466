from django.urls import path, re_path

from anju.modules.plans.views import fulfilment, measured

urlpatterns = [
    path("fulfilment/", fulfilment.month, name="fulfilment"),
    path("fulfilment/promises/<int:promise_id>/", fulfilment.record, name="promise_record"),
    path("fulfilment/promises/<int:promise_id>/indicator/", measured.choose, name="promise_indicator"),
    path("fulfilment/work/<int:occurrence_id>/", fulfilment.work, name="work_detail"),
    re_path(r"^fulfilment/report\.(?P<form>pdf|docx)$", fulfilment.report, name="report"),
]
