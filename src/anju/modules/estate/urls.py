from django.urls import path

from anju.modules.estate.views import edit, imports, labels, lists, plans, signs, tree

app_name = "estate"

urlpatterns = [
    path("", tree.tree, name="tree"),
    path("places/new/", edit.place_new, name="place_new"),
    path("places/<int:place_id>/", tree.place, name="place"),
    path("places/<int:place_id>/twigs/", tree.twigs, name="twigs"),
    path("places/<int:place_id>/qr.svg", tree.place_qr, name="place_qr"),
    path("places/<int:place_id>/edit/", edit.place_edit, name="place_edit"),
    path("places/<int:place_id>/move/", edit.place_move, name="place_move"),
    path("places/<int:place_id>/close/", edit.place_close, name="place_close"),
    path("places/<int:place_id>/reopen/", edit.place_reopen, name="place_reopen"),
    path("places/<int:place_id>/delete/", edit.place_delete, name="place_delete"),
    path("places/<int:place_id>/unit/", edit.unit_edit, name="unit_edit"),
    path("places/<int:place_id>/space/", edit.space_edit, name="space_edit"),
    path("places/<int:place_id>/unpin/", plans.pin_clear, name="pin_clear"),
    path("communities/", lists.communities, name="communities"),
    path("communities/new/", edit.community_new, name="community_new"),
    path("units/", lists.units, name="units"),
    path("spaces/", lists.spaces, name="spaces"),
    path("peaks/", lists.peak_hours, name="peaks"),
    path("labels/", labels.labels, name="labels"),
    path("labels/print/", labels.labels_print, name="labels_print"),
    path("signs/", signs.signs, name="signs"),
    path("signs/new/", signs.sign_new, name="sign_new"),
    path("signs/<int:sign_id>/", signs.sign, name="sign"),
    path("signs/<int:sign_id>/edit/", signs.sign_edit, name="sign_edit"),
    path("signs/<int:sign_id>/remove/", signs.sign_remove, name="sign_remove"),
    path("plans/", plans.plans, name="plans"),
    path("plans/new/", plans.plan_new, name="plan_new"),
    path("plans/<int:plan_id>/", plans.plan, name="plan"),
    path("plans/<int:plan_id>/delete/", plans.plan_delete, name="plan_delete"),
    path("plans/<int:plan_id>/routes/new/", plans.route_edit, name="route_new"),
    path("plans/<int:plan_id>/routes/<int:route_id>/", plans.route_edit, name="route_edit"),
    path("routes/<int:route_id>/delete/", plans.route_delete, name="route_delete"),
    path("import/", imports.import_tree, name="import"),
    path("import/<int:import_id>/", imports.import_state, name="import_state"),
    path("import/<int:import_id>/again/", imports.import_again, name="import_again"),
    path("export/", imports.export_tree, name="export"),
]

# For the root of the site: what the QR codes on labels lead to.
root_urlpatterns = [path("q/<str:label>", labels.label_view, name="place_label")]
