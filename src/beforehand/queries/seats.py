"""Offices and their members as somebody at the machine's own terminal names them; no page asks these."""

from beforehand.records.models import Member, Office


def offices() -> list[Office]:
    """Every office of this installation, by name."""
    return list(Office.objects.order_by("name", "pk"))


def sample_office() -> Office | None:
    """The sample office, if one was opened."""
    return Office.objects.filter(is_sample=True).first()


def members(office: Office) -> list[Member]:
    """The members who have not left, by e-mail address."""
    rows = Member.objects.filter(office=office, left_at__isnull=True)
    return list(rows.select_related("user", "office", "team").order_by("user__email"))


def broker(office: Office) -> Member | None:
    """The longest-seated broker, in whose name the terminal manages members."""
    rows = Member.objects.filter(office=office, role=Member.Role.BROKER, left_at__isnull=True)
    return rows.select_related("user", "office").order_by("joined_at", "pk").first()
