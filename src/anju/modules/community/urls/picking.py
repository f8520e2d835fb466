from django.urls import path

from anju.modules.community.views import picking

urlpatterns = [path("persons/hits/", picking.person_hits, name="person_hits")]
