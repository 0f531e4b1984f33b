"""Keys of age and gpg that are made for a test."""

import shutil
import subprocess
import tempfile

import pytest

from tests.support.programs import need_program


@pytest.fixture
def age_key(tmp_path):
    """A recipient, and the file of its identity."""
    need_program("age-keygen", "age")
    identity = tmp_path / "identity"
    subprocess.run(["age-keygen", "-o", identity], check=True, capture_output=True)
    words = ["age-keygen", "-y", identity]
    recipient = subprocess.run(words, check=True, capture_output=True, text=True)
    return recipient.stdout.strip(), identity


@pytest.fixture
def gpg_key(monkeypatch):
    """The address of a key in a keyring of its own."""
    need_program("gpg", "gnupg")
    folder = tempfile.mkdtemp(prefix="digitsite-gpg-")  # its socket's path is short
    monkeypatch.setenv("GNUPGHOME", folder)
    address = "operator@digits.example"
    make = ["gpg", "--batch", "--quiet", "--passphrase", "", "--quick-gen-key"]
    subprocess.run([*make, address, "future-default"], check=True, capture_output=True)
    yield address
    subprocess.run(["gpgconf", "--kill", "gpg-agent"], check=True)
    shutil.rmtree(folder)
