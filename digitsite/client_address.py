"""Who sends a request, as the throttle and the admin's lockout count it."""

import ipaddress
import re
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"  # all whose address cannot be read count as one
WITH_PORT = re.compile(r"\[(?P<v6>[^\]]*)\](:\d+)?|(?P<v4>[^:]*):\d+", re.ASCII)


def client_address(request: HttpRequest) -> str:
    """Return an IPv4 address, an IPv6 network of 64 bits, or "unknown".

    With NUM_PROXIES proxies in front, the client is who the outermost of them saw:
    that many entries from the right of X-Forwarded-For. What stands further left was
    written by the client itself.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR")
    if not settings.NUM_PROXIES or forwarded is None:
        return network(request.META.get("REMOTE_ADDR", ""))
    hops = forwarded.split(",")
    return network(hops[-min(settings.NUM_PROXIES, len(hops))])


@lru_cache(10_000)
def network(host: str) -> str:
    """Return who is counted as one: a provider gives a customer an IPv6 /64 or more.

    Some clouds write a port behind the address: 192.0.2.1:4711, [2001:db8::1]:4711.
    """
    host = host.strip().strip('"')
    if match := WITH_PORT.fullmatch(host):
        host = match["v6"] or match["v4"] or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return UNKNOWN
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), 64), strict=False))
