"""Addresses of the running work: rounds, work, findings, timetable, patrols, weekly plans."""

from django.urls import path, re_path

from anju.modules.plans.views import workplans, works
from anju.modules.plans.views.rounds import editing, events, findings, lists, patrols, timetable

urlpatterns = [
    path("works/", works.works, name="works"),
    path("works/skip/", works.skip, name="works_skip"),
    path("works/hand-over/", works.hand_over, name="works_hand_over"),
    path("works/<int:occurrence_id>/take-back/", lists.take_back, name="work_take_back"),
    path("works/<int:occurrence_id>/record/", works.record, name="work_record"),
    path("rounds/", lists.rounds, name="rounds"),
    path("rounds/new/", editing.new, name="round_new"),
    path("rounds/places/", editing.places, name="round_places"),
    path("rounds/event/", events.event, name="round_event"),
    path("rounds/event/over/", events.over, name="round_event_over"),
    path("rounds/<int:round_id>/", lists.round_page, name="round"),
    path("rounds/<int:round_id>/edit/", editing.edit, name="round_edit"),
    path("rounds/<int:round_id>/activate/", editing.activate, name="round_activate"),
    path("rounds/<int:round_id>/pause/", editing.pause, name="round_pause"),
    path("rounds/<int:round_id>/end/", editing.end, name="round_end"),
    path("findings/", findings.findings, name="findings"),
    path("findings/<int:finding_id>/", findings.finding, name="finding"),
    path("timetable/", timetable.timetable, name="timetable"),
    path("patrols/", patrols.patrols, name="patrols"),
    path("patrols/points/", patrols.points, name="patrol_points"),
    re_path(r"^patrols/record\.(?P<form>pdf|xlsx)$", patrols.record, name="patrol_record"),
    path("workplans/", workplans.workplans, name="workplans"),
    path("workplans/new/", workplans.new, name="workplan_new"),
    path("workplans/<int:plan_id>/", workplans.workplan, name="workplan"),
    path("workplans/<int:plan_id>/edit/", workplans.edit, name="workplan_edit"),
    path("workplans/<int:plan_id>/copy/", workplans.copy, name="workplan_copy"),
    path("workplans/<int:plan_id>/publish/", workplans.publish, name="workplan_publish"),
    path("workplans/<int:plan_id>/withdraw/", workplans.withdraw, name="workplan_withdraw"),
    path("workplans/<int:plan_id>/judge/", workplans.judge, name="workplan_judge"),
    path("workplans/<int:plan_id>/close/", workplans.close, name="workplan_close"),
    path("workplans/<int:plan_id>/discard/", workplans.discard, name="workplan_discard"),
    re_path(r"^workplans/(?P<plan_id>\d+)/print\.(?P<form>pdf)$", workplans.printed, name="workplan_print"),
]
