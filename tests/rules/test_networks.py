"""What lies in the open, and what does not."""

import pytest

from beforehand.rules.networks import is_public


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07::1", "::ffff:93.184.215.14"])
def test_servers_of_others_are_in_the_open(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:10.0.0.1"],
)
def test_this_machine_and_the_networks_behind_it_are_not(address: str) -> None:
    assert not is_public(address)
