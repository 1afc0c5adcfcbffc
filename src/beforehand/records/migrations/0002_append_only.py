"""The ledger takes no update and no delete, whoever asks: a trigger on both databases."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER touch_is_never_{deed}d BEFORE {deed_sql} ON records_touch
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only: record a touch that voids this one'); END""",
]
POSTGRES = [
    """CREATE FUNCTION records_touch_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the ledger is append-only: record a touch that voids this one'; END $$""",
    """CREATE TRIGGER touch_is_append_only BEFORE UPDATE OR DELETE ON records_touch
    FOR EACH ROW EXECUTE FUNCTION records_touch_append_only()""",
]


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for deed in ("update", "delete"):
            schema_editor.execute(SQLITE[0].format(deed=deed, deed_sql=deed.upper()))
    else:
        for statement in POSTGRES:
            schema_editor.execute(statement, params=None)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for deed in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER touch_is_never_{deed}d")
    else:
        schema_editor.execute("DROP TRIGGER touch_is_append_only ON records_touch")
        schema_editor.execute("DROP FUNCTION records_touch_append_only()")


class Migration(migrations.Migration):
    dependencies = [("records", "0001_tables")]
    operations = [migrations.RunPython(forwards, backwards)]
