"""What there is to see of an office."""

from beforehand.records.models import Member, Office


def is_set_up() -> bool:
    """Whether there is an office, a sample one too; before that every page leads to the first run."""
    return Office.objects.exists()


def first_run_is_open() -> bool:
    """Whether nobody has opened an office of their own here; a sample office does not count."""
    return not Office.objects.filter(is_sample=False).exists()


def sample_broker() -> Member | None:
    """The broker of the sample office, with the user who signs in, where there is one."""
    rows = Member.objects.filter(office__is_sample=True, role=Member.Role.BROKER, left_at__isnull=True)
    return rows.select_related("user", "office").order_by("pk").first()
