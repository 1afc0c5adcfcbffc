"""What others cost for the same work, in the words of docs/benchmarks.md; measured once, not by these programs."""

_TODAY = """
| for the same work, PostgreSQL | statements | KB | median ms at 1,000 / 10,000 / 100,000 | CPU ms, own + database |
| --- | --- | --- | --- | --- |
| django-helpdesk 2.6, dashboard | 58 to 67 | 62 to 98 | 73 / 418 / 2,596 | 2,155 + 893 at 100,000 |
| DjangoCRM 2.4, list of deals | 336 | 94 | 782 / 1,139 / 2,323 | 258 + 1,421 at 100,000 |
| BottleCRM, its Today by API, eight rows | 20 | 3 | 208 / 343 / 825 | 36 + 687 at 100,000 |
| Healthchecks 3.13, list of 100 checks | 10 | 260 | 80 | |
"""
_CLIENT = """
| for the same work, PostgreSQL | statements | KB | median ms at 1,000 / 10,000 / 100,000 | CPU ms, own + database |
| --- | --- | --- | --- | --- |
| django-helpdesk 2.6, a ticket | 65 | 51 | 53 / 92 / 77 | 47 + 18 |
| DjangoCRM 2.4, a deal | 49 | 98 | 606 / 322 / 345 | 124 + 56 |
| BottleCRM, a lead by API | 43 | 10 | 226 / 55 / 65 | 30 + 15 |
| Healthchecks 3.13, a check | 9 | 69 | 11 to 30 | |
"""
_LOG = """
| for the same work, PostgreSQL | statements | median ms | CPU ms | is the client’s clock set again? |
| --- | --- | --- | --- | --- |
| django-helpdesk 2.6, a follow-up | 28 | 20 / 22 / 18 | | no |
| DjangoCRM 2.4, a deal’s next step | 41, and 49 for its form | 97, and 242 | | by hand |
| BottleCRM, a note | 93 | 88 / 87 | | no |
| Healthchecks 3.13, a ping: no sign-in, one clock | 5 | | 5.4 (15.0 as shipped) | yes |
"""
PAGES = {"today": _TODAY.strip(), "client": _CLIENT.strip(), "log": _LOG.strip()}
IMPORT = """
Others, 10,000 contacts: BottleCRM 25.1 s in two files (5,000 rows at most), DjangoCRM 31 to 41 s without a report of
what was refused, django-helpdesk has none.
""".strip()
PROCESS = """
Others: django-helpdesk 1.7 to 2.9 s and 168 to 298 MiB, DjangoCRM 3.7 to 5.4 s and 275 MiB, BottleCRM 3.6 s and 289 to
316 MiB and 114 more for its pages (two workers each); Healthchecks 0.5 to 0.7 s, 54 to 60 MB a worker and 50 for its
alerts.
""".strip()
SOURCES = """
The figures of others come from one round of measuring on two cores of Debian 12: the releases and commits of August
2026, two workers, loopback, PostgreSQL 15 with fsync on, about ten activities a client, a machine under load. Their
data differ from ours, so compare statements, bytes and growth, not the last fifth of a time.
""".strip()
