"""Programs with an API key."""

from rest_framework.test import APIClient

from recognizer.accounts.keys import create_key
from recognizer.models import Scope
from tests.support.drawings import SEVEN, data_url, png

URL = "/api/v1/predictions/"


def bearer(secret):
    """A program that sends this key, and keeps no cookie of its own accord."""
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def client_with(*scopes, name="camera", **more):
    """A program with a new key of these scopes, and the key's row."""
    key, secret = create_key(name, scopes or (Scope.PREDICT, Scope.READ), **more)
    return bearer(secret), key


def send(client, strokes=SEVEN, **headers):
    body = {"image": data_url(png(strokes))}
    return client.post(URL, body, format="json", headers=headers)
