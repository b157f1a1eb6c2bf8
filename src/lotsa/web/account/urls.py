"""Signing in and one's own settings. One flat list; a route's name is its view's name."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lotsa.web.account.views import absence, invitation, own, places, providers, signing_in, steps

app_name = "account"

urlpatterns = [
    path(_("sign-in/"), signing_in.sign_in, name="sign_in"),
    path(_("sign-in/mail/"), steps.ask_for_code, name="ask_for_code"),
    path(_("sign-in/no-place/"), signing_in.no_place, name="no_place"),
    path(_("sign-in/demo/"), signing_in.demo_sign_in, name="demo_sign_in"),
    path(_("sign-in/refused/<slug:reason>/"), providers.refused, name="provider_refused"),
    path(_("invitation/<str:token>/"), invitation.invitation, name="invitation"),
    path(
        _("account/connections/<int:account_id>/remove/"), providers.disconnect, name="disconnect"
    ),
    path(_("sign-out/"), signing_in.sign_out, name="sign_out"),
    path(_("account/home/"), places.home, name="home"),
    path(_("account/switch/"), places.switch, name="switch"),
    path(_("account/end-acting/"), places.end_acting, name="end_acting"),
    path(_("account/"), own.own, name="own"),
    path(_("account/away/"), absence.absence, name="absence"),
    path(_("account/away/<int:absence_id>/remove/"), absence.absence_over, name="absence_over"),
    path(_("account/sign-out-elsewhere/"), own.sign_out_elsewhere, name="sign_out_elsewhere"),
    path(_("account/second-factor/"), own.second_factor, name="second_factor"),
]
