"""Who counts as one client."""

import pytest
from django.test import RequestFactory

from digitsite.client_address import client_address


def address(peer="10.0.0.1", forwarded=None):
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    return client_address(RequestFactory().get("/", REMOTE_ADDR=peer, **headers))


@pytest.mark.parametrize(
    ("written", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:4711", "192.0.2.1"),
        ("2001:db8:0:7::1", "2001:db8:0:7::/64"),
        ("2001:db8:0:7:ffff::9", "2001:db8:0:7::/64"),
        ("[2001:db8:0:7::1]", "2001:db8:0:7::/64"),
        ("[2001:db8:0:7::1]:4711", "2001:db8:0:7::/64"),
        ('"[2001:db8:0:7::1]:4711"', "2001:db8:0:7::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("[::ffff:192.0.2.1]:80", "192.0.2.1"),
        ("unknown", "unknown"),
        ("", "unknown"),
        ("[]:80", "unknown"),
        ("192.0.2.1:x", "unknown"),
        ("192.0.2.\u0667", "unknown"),
        ("<script>", "unknown"),
    ],
)
def test_a_client_is_an_address_without_port_or_an_ipv6_network(
    written, counted, settings
):
    settings.NUM_PROXIES = 1
    assert address(forwarded=f"203.0.113.9, {written}") == counted


@pytest.mark.parametrize(
    ("proxies", "forwarded", "counted"),
    [
        (0, "192.0.2.1", "10.0.0.1"),
        (1, None, "10.0.0.1"),
        (1, "203.0.113.9, 192.0.2.1", "192.0.2.1"),
        (2, "203.0.113.9, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
        (2, "192.0.2.1", "192.0.2.1"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(
    proxies, forwarded, counted, settings
):
    settings.NUM_PROXIES = proxies
    assert address(forwarded=forwarded) == counted


def test_clients_of_a_unix_socket_count_as_one():
    assert address(peer="") == "unknown"
