from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("actors", "0003_actor_updated_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="used_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
