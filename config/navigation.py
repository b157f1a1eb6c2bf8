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
        "adviser:inbox",
        _("Inbox"),
        covers=[
            f"adviser:{page}"
            for page in (
                *("case", "decline", "close", "assign", "hand_over", "bring_in", "contact", "fact"),
                *("batch", "phone", "opened"),
            )
        ],
        permission="case.read",
    ),
    Entry("adviser:tasks", _("My tasks"), permission="case.read"),
    Entry(
        "coordinator:triage",
        _("Sort cases"),
        covers=[f"coordinator:{page}" for page in ("sort", "teams", "close", "merge", "export")],
        permission="case.triage",
    ),
    Entry("coordinator:board", _("Board"), permission="case.triage"),
    Entry("coordinator:figures", _("Figures"), permission="case.statistics"),
    Entry("coordinator:mail", _("Mail trouble"), permission="mail.trouble"),
    Entry(
        "manager:directory",
        _("Directory"),
        covers=[
            f"manager:{page}"
            for page in (
                *(
                    "actor",
                    "actor_new",
                    "actor_edit",
                    "actor_places",
                    "actor_companies",
                    "history",
                    "team_new",
                ),
                *("team", "team_edit", "team_areas", "team_places", "team_companies"),
                *("area_companies", "absences", "team_close", "import_sheet", "import_preview"),
            )
        ],
        permission="directory.edit",
    ),
    Entry(
        "people:organisations",
        _("People"),
        covers=[
            f"people:{page}" for page in ("members", "member", "invite", "end", "review", "act_for")
        ],
        permission="people.manage",
    ),
    Entry(
        "desks:desks",
        _("Desks"),
        covers=[
            f"desks:{page}"
            for page in (
                *("desk", "desk_new", "desk_edit", "desk_teams"),
                *("rules", "rules_edit", "coverage"),
            )
        ],
        permission="desk.edit",
    ),
]

FOOTER_NAVIGATION = [
    Entry("public:about", _("About Lotsa")),
    Entry("public:accessibility", _("Accessibility statement")),
    Entry("public:privacy", _("Privacy")),
    Entry("account:sign_in", _("Sign in for organisations")),
    Entry("public:feed", _("New and changed support (Atom feed)")),
]
