"""Where the pages are."""

from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.i18n import set_language

from . import about, acting, assigning, attaching, choosing, dossier, drafting, listing, sending, workbench
from .signing_in import SignIn

urlpatterns = [
    path("", workbench.workbench, name="workbench"),
    path("signin/", SignIn.as_view(), name="login"),
    path("signout/", LogoutView.as_view(), name="logout"),
    path("language/", set_language, name="set_language"),
    path("me/", about.me, name="me"),
    path("dossiers/", listing.listing, name="list"),
    path("drafts/", drafting.draft_list, name="drafts"),
    path("open/", acting.opening, name="open"),
    path("open/<slug:procedure>/<slug:name>/", acting.begin, name="begin"),
    path("dossiers/<int:number>/", dossier.dossier, name="dossier"),
    path("dossiers/<int:number>/newer/", dossier.revision, name="revision"),
    path("dossiers/<int:number>/handler/", assigning.assign, name="assign"),
    path("dossiers/<int:number>/<slug:name>/", acting.act, name="act"),
    path("papers/<int:number>/", sending.paper, name="paper"),
    path("papers/<int:number>/pdf/", sending.pdf, name="pdf"),
    path("papers/<int:number>/pdf/issued/", sending.as_issued, name="pdf-as-issued"),
    path("files/<int:number>/", sending.file, name="file"),
    path("uploads/", attaching.upload, name="upload"),
    path("items/", about.catalogue, name="items"),
    path("items/found/", choosing.found, name="found"),
    path("code/", choosing.code, name="code"),
    path("rules/", about.rules, name="rules"),
]
