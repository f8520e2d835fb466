from django.urls import path

from anju.modules.community.views import boxes, groups, hearing, meetings, proposals

urlpatterns = [
    path("meetings/", meetings.meeting_list, name="meetings"),
    path("meetings/new/", meetings.meeting_new, name="meeting_new"),
    path("meetings/opinions/", hearing.opinion_list, name="opinions"),
    path("meetings/opinions/<int:opinion_id>/", hearing.opinion, name="opinion"),
    path("meetings/opinions/<int:opinion_id>/answer/", hearing.opinion_answer, name="opinion_answer"),
    path("meetings/<int:meeting_id>/", meetings.meeting, name="meeting"),
    path("meetings/<int:meeting_id>/edit/", meetings.meeting_edit, name="meeting_edit"),
    path("meetings/<int:meeting_id>/invite/", meetings.meeting_call, name="meeting_call"),
    path("meetings/<int:meeting_id>/cancel/", meetings.meeting_cancel, name="meeting_cancel"),
    path("meetings/<int:meeting_id>/restore/", meetings.meeting_restore, name="meeting_restore"),
    path("meetings/<int:meeting_id>/attendance/", meetings.attendance, name="attendance"),
    path(
        "meetings/<int:meeting_id>/attendance/<int:attendee_id>/remove/",
        meetings.attendee_remove,
        name="attendee_remove",
    ),
    path("meetings/<int:meeting_id>/minutes/", meetings.minutes, name="minutes"),
    path(
        "meetings/<int:meeting_id>/minutes.pdf", meetings.minutes_paper, {"form": "pdf"}, name="minutes_pdf"
    ),
    path(
        "meetings/<int:meeting_id>/minutes.docx",
        meetings.minutes_paper,
        {"form": "docx"},
        name="minutes_docx",
    ),
    path("meetings/<int:meeting_id>/sign.pdf", meetings.sign_sheet, name="sign_sheet"),
    path("meetings/<int:meeting_id>/opinions/new/", meetings.hear, name="opinion_new"),
    path("groups/", groups.group_list, name="groups"),
    path("groups/new/", groups.group_new, name="group_new"),
    path("groups/<int:group_id>/", groups.group, name="group"),
    path("groups/<int:group_id>/edit/", groups.group_edit, name="group_edit"),
    path("groups/<int:group_id>/members/", groups.members_import, name="members_import"),
    path("groups/<int:group_id>/members/left/", groups.members_left, name="members_left"),
    path("groups/<int:group_id>/posts/new/", groups.post_new, name="post_new"),
    path("groups/posts/<int:post_id>/turn/", groups.post_turn, name="post_turn"),
    path("boxes/", boxes.box_list, name="boxes"),
    path("boxes/new/", boxes.box_new, name="box_new"),
    path("boxes/<int:box_id>/", boxes.box, name="box"),
    path("boxes/<int:box_id>/edit/", boxes.box_edit, name="box_edit"),
    path("boxes/<int:box_id>/open/", boxes.box_open, name="box_open"),
    path("boxes/openings/<int:opening_id>/", boxes.opening, name="opening"),
    path("proposals/", proposals.proposal_list, name="proposals"),
    path("proposals/new/", proposals.proposal_new, name="proposal_new"),
    path("proposals/collect/<int:case_id>/", proposals.proposal_collect, name="proposal_collect"),
    path("proposals/<int:proposal_id>/", proposals.proposal, name="proposal"),
    path("proposals/<int:proposal_id>/edit/", proposals.proposal_edit, name="proposal_edit"),
    path("proposals/<int:proposal_id>/answer/", proposals.proposal_answer, name="proposal_answer"),
]
