"""Signing in without a password: a code in the mail, then an authenticator app and its spare codes.

Signing in with an employer's provider is tried against a real provider in tests/web/account.
"""

import re

from tests.e2e.person import PHONE_AND_DESK
from tests.support.totp import totp

pytestmark = [PHONE_AND_DESK]

# People of the demo that nobody but these tests signs in as.
ADDRESS = {"sv": "sormland-foretagslots.1@demo.example", "en": "mitc-teknik.1@demo.example"}


def sign_in_by_mail(person, mail):
    """Ask for a code and write it."""
    person.go("account:sign_in")
    person.fill(email=mail)
    person.press("Send me a code")
    where = person.page.url
    # The mail is in the language the person has chosen, whatever the page is in.
    text = person.mail(mail, "Your code for signing in", language="sv").inner_text()
    person.go_to(where)
    code = re.search(r"\b(?=[A-Z0-9-]*\d|[A-Z]{6})[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}\b", text)
    assert code, text
    person.fill(code="000000")
    person.press("Sign in", refused=True)
    person.fill(code=code[0])
    person.press("Sign in")


def test_a_code_in_the_mail_then_an_app_and_a_spare_code(someone):
    person = someone()
    mail = ADDRESS[person.visitor.language]
    sign_in_by_mail(person, mail)
    person.go("account:own")
    person.sees(mail)

    # An authenticator app is connected; the spare codes are shown once.
    person.follow("Second step at sign-in")
    person.follow("Connect an authenticator app")
    key = person.page.locator(".totp-key").inner_text()
    person.fill(code="123")
    person.press("Connect the app", refused=True)
    person.fill(code=totp(person.page.locator(".totp-key").inner_text()))
    assert person.page.locator(".totp-key").inner_text() == key
    person.press("Connect the app")
    if not person.page.locator(".codes-once").count():
        person.go("mfa_generate_recovery_codes")
        person.press("Make new codes")
    spare = person.page.locator(".codes-once code").first.inner_text()
    person.follow("I have written them down")

    # From now on the mail's code is not enough.
    person.page.locator("header details summary").first.click()
    person.press("Sign out", within="header")
    sign_in_by_mail(person, mail)
    person.sees("Second step")
    person.fill(code="nonsense")
    person.press("Sign in", refused=True)
    person.fill(code=spare)
    person.press("Sign in")
    person.go("account:own")
    person.sees(mail)
