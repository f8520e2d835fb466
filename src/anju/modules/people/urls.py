from django.urls import path, re_path

from anju.modules.people.views import registers, staff, structure

app_name = "people"

urlpatterns = [
    path("", staff.staff_list, name="staff_list"),
    path("new/", staff.staff_new, name="staff_new"),
    path("import/", staff.import_staff, name="import"),
    path("<int:staff_id>/", staff.staff, name="staff"),
    path("<int:staff_id>/edit/", staff.staff_edit, name="staff_edit"),
    path("<int:staff_id>/transfer/", staff.staff_transfer, name="staff_transfer"),
    path("<int:staff_id>/leave/", staff.staff_leave, name="staff_leave"),
    path("<int:staff_id>/return/", staff.staff_return, name="staff_return"),
    path("<int:staff_id>/phone/", staff.staff_phone, name="staff_phone"),
    path("<int:staff_id>/login/", staff.staff_login, name="staff_login"),
    path("departments/", structure.departments, name="departments"),
    path("departments/new/", structure.department_edit, name="department_new"),
    path("departments/<int:department_id>/", structure.department_edit, name="department_edit"),
    path("positions/new/", structure.position_edit, name="position_new"),
    path("positions/<int:position_id>/", structure.position, name="position"),
    path("positions/<int:position_id>/edit/", structure.position_edit, name="position_edit"),
    path("teams/new/", structure.team_edit, name="team_new"),
    path("teams/<int:team_id>/", structure.team_edit, name="team_edit"),
    re_path(
        r"^(?P<what>department|position|team)/(?P<key>\d+)/delete/$",
        structure.structure_delete,
        name="structure_delete",
    ),
    path("chart/", structure.chart, name="chart"),
    path("bodies/", structure.bodies, name="bodies"),
    path("bodies/new/", structure.body_edit, name="body_new"),
    path("bodies/<int:body_id>/", structure.body_edit, name="body_edit"),
    path("logs/", registers.logs, name="logs"),
    path("logs/new/", registers.log_new, name="log_new"),
    path("logs/<int:entry_id>/", registers.log, name="log"),
    path("devices/", registers.devices, name="devices"),
    path("devices/new/", registers.device_new, name="device_new"),
    path("devices/<int:device_id>/", registers.device, name="device"),
    path("duties/", registers.duties, name="duties"),
    path("duties/<int:department_id>/<slug:domain>/", registers.duty_edit, name="duty_edit"),
    path("passes/", registers.passes, name="passes"),
    path("passes/new/", registers.duty_pass_new, name="duty_pass_new"),
    path("passes/<int:pass_id>/", registers.duty_pass, name="duty_pass"),
]
