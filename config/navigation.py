"""The menus of the site, in order. Each names a route; `covers` are the pages under it."""

from django.utils.translation import gettext_lazy as _

from lotsa.foundation.ui.navigation import Entry

MAIN_NAVIGATION = [
    Entry(
        "public:start",
        _("Find support"),
        covers=[
            f"public:{page}"
            for page in (
                *("heard", "question", "one_question", "answer"),
                *("bookkeeping", "bookkeeping_use", "save", "resume"),
            )
        ],
    ),
    Entry("public:catalogue", _("Support A–Z"), covers=("public:measure",)),
    Entry("public:actors", _("Organisations"), covers=("public:actor",)),
    Entry(
        "company:ask",
        _("Ask an adviser"),
        covers=(
            *("public:desks", "public:desk"),
            *(f"company:{page}" for page in ("receipt", "case", "new_link", "follow_up")),
        ),
    ),
]

# Shown to those who have the permission; the first one a person may open is where sign-in leads.
STAFF_NAVIGATION: list[Entry] = [
    Entry(
        "coordinator:triage",
        _("Sort cases"),
        covers=[f"coordinator:{page}" for page in ("sort", "teams", "close", "merge")],
        permission="case.triage",
    ),
]

FOOTER_NAVIGATION = [
    Entry("public:about", _("About Lotsa")),
    Entry("public:accessibility", _("Accessibility statement")),
    Entry("public:privacy", _("Privacy")),
    Entry("account:sign_in", _("Sign in for organisations")),
    Entry("public:feed", _("New and changed support (Atom feed)")),
]
