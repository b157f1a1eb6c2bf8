"""The case and its needs."""

import secrets

from django.db import models

from lotsa.domain.actors.models import Actor, Member
from lotsa.domain.cases.enums import CaseState, Origin, Outcome
from lotsa.domain.cases.querysets import CaseQuerySet
from lotsa.domain.companies.models import Company
from lotsa.domain.desks.models import Desk

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no letters or digits that are read as one another
_LENGTH = 8


def new_reference() -> str:
    """A case number that says nothing and can be read out on the phone, such as 7K3F9M2Q."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def new_link_key() -> str:
    """What a company's link must carry; a new one shuts every earlier link out."""
    return secrets.token_urlsafe(16)


class Case(models.Model):
    """A company's matter: who asks, about what, what is known, where it stands.

    Attributes:
        reference: the number people say and write; in addresses for staff.
        link_key: goes into the signed link of the company; changed to shut old links out.
        form_id: of the form it was sent with; the same form sent twice is one case.
        anonymous: the company gave no name and no way to be reached but the case page.
        facts: what is known of the company, as a `core.guide` situation without needs.
        municipality_code, region_code: where the company is; empty when not known.
        opened_by, opened_by_actor: who in which organisation opened it, when the company did not;
            the organisation stays when the member is no longer there.
        warnings: codes of what a coordinator should look at before it is sent on.
        search_text: what a search in lists looks through, in lower case.
        promised_at: when the company has been promised a first contact at the latest.
        waiting_for: whose turn it is to say something: "company", "us" or "".
        held_as_spam: held back, seen by coordinators only.
        registration_wanted, registration_number: for public bodies' records (diarieföring).
        erasure_wanted_at: the company wants the case deleted; it waits for its number in the
            records system, since a public body must have registered it first.
        expiry_told_at: when those who coordinate were told that the case will be erased by age.
    """

    reference = models.CharField(max_length=8, unique=True, default=new_reference)
    link_key = models.CharField(max_length=32, default=new_link_key)
    form_id = models.CharField(max_length=32, unique=True, null=True, blank=True)

    company = models.ForeignKey(
        Company, on_delete=models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    company_name = models.CharField(max_length=200, blank=True, db_index=True)
    anonymous = models.BooleanField(default=False)
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True, db_index=True)
    contact_phone = models.CharField(max_length=40, blank=True, db_index=True)
    language = models.CharField(max_length=10, default="sv")
    description = models.TextField(blank=True)
    facts = models.JSONField(default=dict, blank=True)
    municipality_code = models.CharField(max_length=4, blank=True)
    region_code = models.CharField(max_length=2, blank=True)

    origin = models.CharField(max_length=8, choices=Origin, default=Origin.GUIDE)
    desk = models.ForeignKey(
        Desk, on_delete=models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    opened_by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="opened_cases"
    )
    opened_by_actor = models.ForeignKey(
        Actor, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    consent_at = models.DateTimeField(null=True, blank=True)
    consent_text = models.CharField(max_length=20, blank=True)

    state = models.CharField(max_length=12, choices=CaseState, default=CaseState.NEW)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    warnings = models.JSONField(default=list, blank=True)
    held_as_spam = models.BooleanField(default=False)
    uncovered = models.BooleanField(default=False)
    unreachable = models.BooleanField(default=False)
    waiting_for = models.CharField(max_length=8, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="merged_cases"
    )
    search_text = models.TextField(blank=True)

    created_at = models.DateTimeField(db_index=True)
    updated_at = models.DateTimeField()
    promised_at = models.DateTimeField(null=True, blank=True)
    first_contact_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    followed_up_at = models.DateTimeField(null=True, blank=True)
    erasure_wanted_at = models.DateTimeField(null=True, blank=True)
    expiry_told_at = models.DateTimeField(null=True, blank=True)

    registration_wanted = models.BooleanField(default=False)
    registration_number = models.CharField(max_length=60, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = (
            models.Index(fields=("region_code", "state", "-created_at"), name="case_by_region"),
            models.Index(
                fields=("municipality_code", "state", "-created_at"), name="case_by_municipality"
            ),
            models.Index(fields=("state", "promised_at"), name="case_by_promise"),
            models.Index(fields=("closed_at",), name="case_by_closing"),
            # Everything that decides whether a list has a case, so that counting reads no rows.
            models.Index(
                fields=(
                    *("state", "region_code", "municipality_code", "held_as_spam"),
                    *("merged_into", "desk", "unreachable"),
                    *("first_contact_at", "promised_at", "updated_at"),
                ),
                name="case_by_list",
            ),
        )

    def __str__(self) -> str:
        return self.reference


class CaseNeed(models.Model):
    """One need of a case, and how it went.

    Attributes:
        area: id of the need area.
        uncovered: nobody in the directory can take it; a gap until somebody can.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="needs")
    area = models.CharField(max_length=100, db_index=True)
    uncovered = models.BooleanField(default=False)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("case", "area"), name="one_need_per_area"),)

    def __str__(self) -> str:
        return self.area
