from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actors", "0002_teams_and_members"),
    ]

    operations = [
        migrations.AddField(
            model_name="actor",
            name="updated_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
