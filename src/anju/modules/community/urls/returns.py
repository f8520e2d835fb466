from django.urls import path

from anju.modules.community.views import returns

urlpatterns = [
    path("returns/", returns.return_list, name="returns"),
    path("returns/<int:return_id>/", returns.return_visit, name="return"),
    path("returns/draws/", returns.draw_list, name="draws"),
    path("returns/draws/<int:draw_id>/prove/", returns.draw_prove, name="draw_prove"),
    path("returns/month/", returns.month, name="returns_month"),
    path("returns/month/sample/", returns.sample_draw, name="sample_draw"),
    path("returns/month/report.pdf", returns.month_report, name="returns_report"),
]
