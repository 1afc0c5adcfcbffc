"""Where an address of the internet leads."""

from ipaddress import ip_address


def is_public(address: str) -> bool:
    """Whether the IP address leads into the open: not to this machine, a private network or a link alone."""
    found = ip_address(address.partition("%")[0])
    return (getattr(found, "ipv4_mapped", None) or found).is_global
