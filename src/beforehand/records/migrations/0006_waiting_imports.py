"""Knows of what waits by which file it came."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0005_asked_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='capture',
            name='imported_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='captures', to='records.import'),
        ),
        migrations.AddIndex(
            model_name='capture',
            index=models.Index(condition=models.Q(('imported_by__isnull', False)), fields=['imported_by'], name='capture_by_import'),
        ),
    ]
