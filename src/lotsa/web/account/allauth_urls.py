"""The routes that allauth itself asks for by name. Nothing of allauth's is included wholesale."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from lotsa.web.account.views import own, providers, signing_in, steps

# Outside the languages: a provider knows one address.
provider_urlpatterns = [
    path("oidc/<slug:provider_id>/", providers.begin, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/back/", providers.back, name="openid_connect_callback"),
]

urlpatterns = [
    path(_("sign-in/"), signing_in.sign_in, name="account_login"),
    path(_("sign-in/"), signing_in.sign_in, name="account_request_login_code"),
    path(_("sign-in/no-place/"), signing_in.no_place, name="account_inactive"),
    path(_("sign-in/code/"), steps.give_code, name="account_confirm_login_code"),
    path(_("sign-in/second-step/"), steps.second_step, name="mfa_authenticate"),
    path(_("sign-in/passkey/"), steps.passkey_alone, name="mfa_login_webauthn"),
    path(_("account/second-factor/"), own.second_factor, name="mfa_index"),
    path(_("account/second-factor/"), own.second_factor, name="mfa_list_webauthn"),
    path(_("account/second-factor/again/"), steps.step_again, name="mfa_reauthenticate"),
    path(_("account/second-factor/again/"), steps.step_again, name="account_reauthenticate"),
    path(
        _("account/second-factor/again/passkey/"),
        steps.passkey_again,
        name="mfa_reauthenticate_webauthn",
    ),
    path(_("account/second-factor/app/"), steps.set_up_app, name="mfa_activate_totp"),
    path(_("account/second-factor/app/remove/"), steps.take_away_app, name="mfa_deactivate_totp"),
    path(_("account/second-factor/codes/"), steps.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        _("account/second-factor/codes/new/"),
        steps.new_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(_("account/second-factor/passkey/"), steps.add_passkey, name="mfa_add_webauthn"),
    path(
        _("account/second-factor/passkey/<int:pk>/remove/"),
        steps.take_away_passkey,
        name="mfa_remove_webauthn",
    ),
]
