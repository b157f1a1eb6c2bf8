"""What a case held is nowhere once it is deleted; what a company may have, it can take with it."""

import datetime
import io
import json
import zipfile

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from lotsa.domain.actors.viewers import viewer_of
from lotsa.domain.cases.enums import DeclineReason, Outcome
from lotsa.domain.cases.models import Case, CaseFigure
from lotsa.domain.cases.services import answering, erasing, following, merging, referring, talking
from lotsa.domain.cases.services.by import By
from lotsa.domain.cases.services.common import Erased
from lotsa.domain.cases.services.opening import Draft, open_case
from lotsa.domain.cases.services.reading import note_reading
from lotsa.domain.cases.services.referring import Sending
from lotsa.domain.cases.whole import LEFT_OUT, parts, whole
from lotsa.domain.companies.models import Company
from lotsa.foundation.outbox.models import OutboxMessage
from lotsa.foundation.retention import services as retention
from lotsa.foundation.retention.registry import ErasedBy, declarations
from lotsa.usecases.support import taking_out
from tests.support.factories import (
    AT,
    CaseFactory,
    MemberFactory,
    ReferralFactory,
    TeamFactory,
    organisation_number,
)

pytestmark = pytest.mark.django_db
MARK = "QQMARKERQQ"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def full(facts):
    """A case in which everything that can be written holds the marker, made by the services."""
    member = MemberFactory(adviser=True)
    team, by = member.teams.get(), By.member(viewer_of(member))
    case = open_case(
        Draft(
            description=f"Vi heter {MARK}.",
            needs=("liquidity",),
            company_name=f"{MARK} AB",
            organisation_number=organisation_number(4711),
            contact_name=f"Person {MARK}",
            contact_email=f"{MARK}@example.com",
            contact_phone="070-174 06 33",
            facts={"facts": {"employees": 3, "municipality": ["0484"]}, "asked": [MARK]},
            consent_text="test",
        ),
        by=By.company(),
        now=AT,
    )
    (sent,) = referring.refer(
        case.pk,
        [Sending(team.pk, frozenset({"liquidity"}), reasons=[{"code": MARK}])],
        note=MARK,
        by=by,
        now=AT,
    )
    answering.accept(sent.pk, adviser_id=member.pk, by=by, now=AT + DAY)
    note_reading(case, viewer_of(member), now=AT + DAY)
    pdf = SimpleUploadedFile(f"{MARK}.txt", f"Bokslut {MARK}".encode())
    talking.say(case.pk, f"Hej {MARK}", [pdf], by=By.company(), now=AT + DAY)
    talking.say(case.pk, f"Hej själv {MARK}", by=by, now=AT + DAY)
    talking.write_note(case.pk, f"Ringde {MARK}", shared=False, by=by, now=AT + DAY)
    talking.add_task(case.pk, MARK, due_on=AT.date(), member_id=None, by=by, now=AT + DAY)
    talking.suggest(case.pk, "omstallningsstod", MARK, by=by, now=AT + DAY)
    talking.set_registration(case.pk, wanted=True, number=f"RS {MARK}", by=by, now=AT + DAY)
    answering.close(sent.pk, Outcome.HELPED, MARK, by=by, now=AT + 2 * DAY)
    following.ask(case.pk, "first", now=AT + 12 * DAY)
    following.answer(case.pk, "first", contacted=True, useful=4, comment=MARK, now=AT + 13 * DAY)
    other = ReferralFactory(case=case, team=TeamFactory())
    answering.decline(other.pk, DeclineReason.OTHER, MARK, by=by, now=AT + DAY)
    case.refresh_from_db()
    return case


def everything():
    """All that stands in every table, as text."""
    found = []
    for model in apps.get_models():
        for row in model._base_manager.all():
            for field in model._meta.concrete_fields:
                value = getattr(row, field.attname)
                if isinstance(field, models.BinaryField):
                    value = bytes(value).decode("utf-8", "replace")
                found.append(f"{model._meta.label}.{field.name}={value}")
    return found


def test_the_full_case_really_fills_every_personal_field(full):
    """Otherwise the tests below would say nothing about a field that was added since."""
    empty = []
    for declaration in declarations():
        for field, rule in declaration.personal.items():
            if isinstance(rule, ErasedBy):
                rows = apps.get_model(declaration.model).objects.all()
                if not any(getattr(row, field) for row in rows):
                    empty.append(f"{declaration.model}.{field}")
    assert empty == []


def test_nothing_personal_is_left_anywhere_after_a_company_has_deleted_its_case(full):
    number = full.company.organisation_number
    assert any(MARK in text for text in everything())

    assert erasing.erase(full.pk, by=By.company(), now=AT + 20 * DAY) is erasing.Erasure.DONE

    left = everything()
    for secret in (MARK, MARK.lower(), number, "0701740633", full.reference, full.link_key):
        assert [text for text in left if secret in text] == []
    assert Company.objects.count() == OutboxMessage.objects.filter(about_kind="case").count() == 0


def test_the_figures_stay_without_persons(full):
    erasing.erase(full.pk, by=By.company(), now=AT + 20 * DAY)

    rows = list(CaseFigure.objects.all())
    assert [row.first for row in rows] == [True, False]
    assert [row.outcome for row in rows] == ["helped", "helped"]
    assert rows[0].opened_month == datetime.date(2020, 5, 1)
    assert (rows[0].contact_days, rows[0].useful, rows[0].areas) == (1.0, 4, ["liquidity"])
    assert rows[1].decline_reason == "other"


def test_a_case_that_must_be_registered_waits_for_its_number():
    case = CaseFactory(registration_wanted=True, region_code="04")
    MemberFactory(coordinator=True)

    for _ in range(2):
        assert erasing.erase(case.pk, by=By.company(), now=AT) is erasing.Erasure.WAITS
    assert OutboxMessage.objects.filter(notice="case.erasure_waits").count() == 1
    assert erasing.erase_wanted() == 0

    talking.set_registration(case.pk, wanted=True, number="RS 2020-1", by=By.system(), now=AT)
    assert erasing.erase_wanted() == 1
    assert not Case.objects.exists()


@pytest.fixture
def old_and_young():
    far = AT - erasing.KEPT_CLOSED - DAY
    silent = AT - erasing.KEPT_SILENT - DAY
    return {
        "old": CaseFactory(closed=True, closed_at=far),
        "silent": CaseFactory(at=silent),
        "young": CaseFactory(closed=True, closed_at=AT - DAY),
        "open": CaseFactory(at=far),
        "unregistered": CaseFactory(closed=True, closed_at=far, registration_wanted=True),
    }


def test_cases_go_by_age_and_a_dry_run_only_counts(old_and_young):
    assert erasing.erase_expired(now=AT, dry_run=True) == 2
    assert Case.objects.count() == 5

    assert erasing.erase_expired(now=AT) == 2
    kept = set(Case.objects.values_list("pk", flat=True))
    assert kept == {old_and_young[name].pk for name in ("young", "open", "unregistered")}
    assert erasing.erase_expired(now=AT) == 0


def test_the_erasing_can_be_stopped_between_batches(monkeypatch):
    for _ in range(5):
        CaseFactory(closed=True, closed_at=AT - erasing.KEPT_CLOSED - DAY)
    monkeypatch.setattr(erasing, "BATCH", 2)
    answers = iter([False, False, True])

    assert erasing.erase_expired(now=AT, stopped=lambda: next(answers)) == 4
    assert Case.objects.count() == 1


def test_those_who_coordinate_are_told_once_before_a_case_goes(old_and_young):
    member = MemberFactory(coordinator=True)
    soon = CaseFactory(closed=True, closed_at=AT - erasing.KEPT_CLOSED + 10 * DAY)

    erasing.tell_expiring(now=AT)
    assert erasing.tell_expiring(now=AT) == 0
    told = OutboxMessage.objects.filter(notice="case.expiring", about_id=str(soon.pk))
    assert [row.recipient_id for row in told] == [str(member.user_id)]


def test_the_nightly_cleaning_erases_cases_too(old_and_young, settings, monkeypatch):
    settings.LOTSA_DEMO_DATE = AT.date()

    assert retention.purge_expired(dry_run=True)["cases"] == 2
    assert retention.purge_expired()["cases"] == 2


def test_what_was_merged_into_a_case_goes_with_it():
    first, second = CaseFactory(company=None), CaseFactory(company=None)
    merging.merge(first.pk, second.pk, by=By.system(), now=AT)

    erasing.erase(second.pk, by=By.company(), now=AT)

    assert not Case.objects.exists()


def test_the_copy_holds_every_part_and_every_column(full):
    copy = whole(full)

    relations = {
        field.get_accessor_name()
        for field in Case._meta.get_fields()
        if field.one_to_many and field.get_accessor_name() != "merged_cases"
    }
    assert relations == set(parts())
    assert all(copy[name] for name in parts())
    models_there = {Case, *(Case._meta.get_field(name).related_model for name in parts())}
    for model in models_there:
        columns = {field.name for field in model._meta.fields} | {
            field.name for field in model._meta.many_to_many
        }
        assert columns >= LEFT_OUT[model.__name__]
        row = copy if model is Case else copy[_name_of(model)][0]
        assert columns - LEFT_OUT[model.__name__] <= row.keys()
    assert full.link_key not in json.dumps(copy)


def _name_of(model):
    return next(name for name in parts() if Case._meta.get_field(name).related_model is model)


def test_the_companys_archive_holds_data_document_and_files(full):
    packed = taking_out.as_archive(full, language="sv", as_of=AT.date())

    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        names = archive.namelist()
        assert f"files/01 {MARK}.txt" in names
        assert archive.read(f"files/01 {MARK}.txt") == f"Bokslut {MARK}".encode()
        assert json.loads(archive.read(f"{full.reference}.json"))["reference"] == full.reference
        assert archive.read(f"{full.reference}.pdf").startswith(b"%PDF")


def test_the_copy_takes_as_many_queries_for_many_rows_as_for_few(full):
    def count():
        with CaptureQueriesContext(connection) as queries:
            whole(Case.objects.get(pk=full.pk))
        return len(queries)

    few = count()
    for _ in range(10):
        talking.say(full.pk, "Hej", by=By.company(), now=AT)
    assert count() == few


def test_a_verb_that_comes_a_moment_after_the_deletion_says_so():
    referral = ReferralFactory()
    member = MemberFactory(adviser=True, teams=[referral.team])
    case = referral.case
    for _ in range(2):
        assert erasing.erase(case.pk, by=By.company(), now=AT) is erasing.Erasure.DONE

    with pytest.raises(Erased):
        answering.accept(referral.pk, adviser_id=member.pk, by=By.system(), now=AT)
    with pytest.raises(Erased):
        talking.say(case.pk, "Hej", by=By.company(), now=AT)
