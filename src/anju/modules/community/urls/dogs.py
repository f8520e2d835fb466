from django.urls import path

from anju.modules.community.views import dog_measures, dogs

urlpatterns = [
    path("dogs/", dogs.dog_list, name="dogs"),
    path("dogs/new/", dogs.dog_new, name="dog_new"),
    path("dogs/breach/", dogs.breach_new, name="dog_breach_new"),
    path("dogs/<int:dog_id>/", dogs.dog, name="dog"),
    path("dogs/<int:dog_id>/edit/", dogs.dog_edit, name="dog_edit"),
    path("dogs/<int:dog_id>/state/", dogs.dog_state, name="dog_state"),
    path("dogs/<int:dog_id>/breach/", dogs.dog_breach, name="dog_breach"),
    path("dogs/<int:dog_id>/phone/", dogs.dog_phone, name="dog_phone"),
    path("dogs/steps/", dog_measures.ladder_list, name="dog_ladders"),
    path("dogs/steps/new/", dog_measures.ladder_new, name="dog_ladder_new"),
    path("dogs/steps/<int:ladder_id>/", dog_measures.ladder, name="dog_ladder"),
    path("dogs/steps/<int:ladder_id>/next/", dog_measures.step_new, name="dog_step_new"),
    path("dogs/steps/<int:ladder_id>/close/", dog_measures.ladder_close, name="dog_ladder_close"),
    path("dogs/steps/<int:pk>/reopen/", dog_measures.ladder_reopen, name="dog_ladder_reopen"),
    path("dogs/steps/<int:ladder_id>/record.pdf", dog_measures.ladder_paper, name="dog_ladder_paper"),
    path("dogs/step/<int:step_id>/", dog_measures.step_record, name="dog_step"),
    path("dogs/inspections/", dog_measures.inspection_list, name="dog_inspections"),
    path("dogs/inspections/new/", dog_measures.inspection_new, name="dog_inspection_new"),
    path("dogs/inspections/<int:campaign_id>/", dog_measures.inspection, name="dog_inspection"),
    path(
        "dogs/inspections/<int:campaign_id>/home/", dog_measures.inspection_home, name="dog_inspection_home"
    ),
    path(
        "dogs/inspections/<int:campaign_id>/close/",
        dog_measures.inspection_close,
        name="dog_inspection_close",
    ),
    path("dogs/inspections/<int:pk>/reopen/", dog_measures.inspection_reopen, name="dog_inspection_reopen"),
    path(
        "dogs/inspections/<int:campaign_id>/report.pdf",
        dog_measures.inspection_paper,
        name="dog_inspection_paper",
    ),
    path("dogs/inspections/lines/<int:line_id>/", dog_measures.line, name="dog_line"),
]
