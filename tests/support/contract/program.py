"""A program that calls the API in all the ways of docs/api.md."""

from rest_framework.test import APIClient

from recognizer.accounts.keys import create_key
from recognizer.models import Scope
from tests.support.drawings import SEVEN, data_url, png

LIST = "/api/v1/predictions/"
BATCH = f"{LIST}batch/"
VERSIONS = "/api/v1/versions/"


class Program:
    """A visitor with its cookie, and whatever it needs beside that."""

    def __init__(self, reviewer, settings):
        self.client, self.reviewer, self.settings = APIClient(), reviewer, settings

    def send(self, picture=None, address=LIST, client=None, **headers):
        body = {"image": data_url(picture or png(SEVEN))}
        client = client or self.client
        return client.post(address, body, format="json", headers=headers)

    def send_batch(self, *items):
        return self.client.post(BATCH, {"images": list(items)}, format="json")

    def raw(self, body, kind, address=LIST, **meta):
        return self.client.generic("POST", address, body, kind, **meta)

    def url(self, picture=None):
        """Where a drawing of its own is."""
        return self.send(picture).json()["url"]

    def claim(self, body, picture=None):
        return self.client.post(f"{self.url(picture)}claim/", body, format="json")

    def with_key(self, *scopes, **more):
        """Another program, which has a key of the reviewer's."""
        _, secret = create_key("camera", scopes, user=self.reviewer, **more)
        return self.with_secret(secret)

    def with_secret(self, secret):
        return APIClient(headers={"Authorization": f"Bearer {secret}"})

    def review_key(self):
        return self.with_key(Scope.READ, Scope.REVIEW)
