"""Cases that a member opened get that member's organisation."""

from django.db import migrations, models


def fill_in(apps, schema_editor):
    """Give the cases that a member opened that member's organisation."""
    Case = apps.get_model("cases", "Case")
    Member = apps.get_model("actors", "Member")
    actor = Member.objects.filter(pk=models.OuterRef("opened_by")).values("actor")[:1]
    opened = Case.objects.using(schema_editor.connection.alias).exclude(opened_by=None)
    opened.update(opened_by_actor=models.Subquery(actor))


class Migration(migrations.Migration):
    # By itself: PostgreSQL alters no table in the transaction that has changed its rows.
    dependencies = [("cases", "0008_opened_by_actor")]

    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
