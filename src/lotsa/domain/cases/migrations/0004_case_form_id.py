from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_find_alike"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="form_id",
            field=models.CharField(blank=True, max_length=32, null=True, unique=True),
        ),
    ]
