from django.urls import path

from anju.modules.community.views import answering, improvements, public, surveys

urlpatterns = [
    path("surveys/", surveys.survey_list, name="surveys"),
    path("surveys/new/", surveys.survey_new, name="survey_new"),
    path("surveys/<int:survey_id>/", surveys.survey, name="survey"),
    path("surveys/<int:survey_id>/items/new/", surveys.item_new, name="survey_item_new"),
    path("surveys/<int:survey_id>/items/<int:position>/", surveys.item_edit, name="survey_item"),
    path(
        "surveys/<int:survey_id>/items/<int:position>/<slug:way>/", surveys.item_move, name="survey_item_move"
    ),
    path("surveys/<int:survey_id>/open/", surveys.survey_open, name="survey_open"),
    path("surveys/<int:survey_id>/close/", surveys.survey_close, name="survey_close"),
    path("surveys/<int:survey_id>/results/", surveys.survey_results, name="survey_results"),
    path("surveys/<int:survey_id>/results.pdf", surveys.survey_report, name="survey_report"),
    path("surveys/<int:survey_id>/qr.svg", answering.qr, name="survey_qr"),
    path("surveys/<int:survey_id>/sheet.pdf", answering.sheet, name="survey_sheet"),
    path("surveys/<int:survey_id>/homes.xlsx", answering.homes, name="survey_homes"),
    path("surveys/<int:survey_id>/paper/", answering.paper, name="survey_paper"),
    path("surveys/<int:survey_id>/judge/", improvements.judge, name="proposal_judge"),
    path("surveys/<int:survey_id>/factors/<int:item_id>/", improvements.factor, name="factor_take"),
    path("improvements/", improvements.improvement_list, name="improvements"),
    path("improvements/<int:improvement_id>/", improvements.improvement, name="improvement"),
    path(
        "improvements/<int:improvement_id>/judge/", improvements.improvement_judge, name="improvement_judge"
    ),
    path("improvements/<int:improvement_id>/done/", improvements.improvement_done, name="improvement_done"),
    path("s/<str:token>/", public.answer, name="survey_public"),
]
