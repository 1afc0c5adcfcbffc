"""Finds at once who wanted news lately, among all that was ever said."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0004_calendars'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='touch',
            index=models.Index(condition=models.Q(('asks', 'update')), fields=['office', 'at'], name='touch_asks_news'),
        ),
    ]
