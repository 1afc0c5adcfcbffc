"""How much found its client by itself in the fortnight of the sample office: `python -m benchmarks.fortnight`.

Plays the script of tests/journeys/test_fortnight.py with real servers of mail and calendars, in an empty database at
DATABASE_URL. Prints the figures in JSON, null where there is no Dovecot.
"""

import json
import shutil
import tempfile
from pathlib import Path


def measure() -> dict[str, float]:
    """Captures of all channels, and those matched without a person."""
    from django.test import override_settings
    from tests import dovecot
    from tests.journeys.fortnight.script import LOOKS, events
    from tests.journeys.fortnight.stage import JON, MAYA, Stage
    from tests.radicale import Radicale

    from beforehand.queries.triage import share_matched

    script = events()
    with (
        tempfile.TemporaryDirectory(prefix="beforehand-fortnight-") as named,
        dovecot.running(MAYA, JON) as mail,
    ):
        folder = Path(named)
        calendars = Radicale(folder)
        calendars.start()
        try:
            with override_settings(ALLOW_PRIVATE_ADDRESSES=True):
                stage = Stage(mail, calendars, folder, script[0].at)
                for event in script:
                    stage.tick(event.at) if event.kind in LOOKS else stage.play(event)
        finally:
            calendars.stop()
    found = share_matched(stage.office_id, now=script[-1].at)
    return {
        "captures": found.all,
        "matched without a person": found.by_itself,
        "share, %": round(100 * found.by_itself / found.all, 1),
    }


def main() -> None:
    import django

    django.setup()
    from django.test.utils import setup_test_environment

    from beforehand.records.migrating import bring_up_to_date

    bring_up_to_date()
    setup_test_environment()
    print(json.dumps(measure() if shutil.which("dovecot") else None))


if __name__ == "__main__":
    main()
