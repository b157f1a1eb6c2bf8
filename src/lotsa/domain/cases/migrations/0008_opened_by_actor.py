"""The organisation that opened a case."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0004_member_used_at"),
        ("cases", "0007_deleted_whole"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="opened_by_actor",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="actors.actor",
            ),
        ),
    ]
