"""Addresses of cases: list, board, day plan, one case with its deeds, complaints, ledgers and reports."""

from django.urls import path, re_path

from anju.modules.frontdesk.views import board, case_page, cases, dayplan, places
from anju.modules.frontdesk.views.deeds import page as deeds

urlpatterns = [
    path("cases/", cases.case_list, name="cases"),
    path("cases/assign/", cases.assign_many, name="cases_assign"),
    path("cases/new/", cases.case_new, name="case_new"),
    path("cases/places/", places.place_hits, name="place_hits"),
    path("cases/board/", board.board, name="board"),
    path("cases/board/more/", board.more, name="board_more"),
    path("cases/board/move/", board.move, name="board_move"),
    path("cases/days/", dayplan.days, name="days"),
    path("cases/days/<int:staff_id>/plan.pdf", dayplan.day_pdf, name="day_pdf"),
    path("cases/<int:case_id>/", case_page.case, name="case"),
    path("cases/<int:case_id>/ways/", board.ways, name="case_ways"),
    path("cases/<int:case_id>/contact/", deeds.contact, name="case_contact"),
    path("cases/<int:case_id>/do/<slug:code>/", deeds.deed, name="case_deed"),
    path("cases/<int:case_id>/move/<slug:code>/", deeds.move, name="case_move"),
    re_path(
        r"^cases/(?P<case_id>\d+)/(?P<what>order|quote|record)\.(?P<form>pdf|docx)$",
        case_page.case_print,
        name="case_print",
    ),
]
