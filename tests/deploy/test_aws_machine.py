"""A new machine of the stack: its user data runs for real on a copy of this machine.

Amazon is a server of the test's, `aws` a program that writes down what it is asked,
and the volume a real file system on a loop device. deploy/machine/install.sh has tests
of its own; here it is one that writes down what it is given.
"""

import shutil
import subprocess
from types import SimpleNamespace

import pytest

from tests.support.amazon import Amazon
from tests.support.deployment import ROOT
from tests.support.stack import user_data

AWS = """#!/bin/bash
echo "$@" >>/var/lib/aws-calls
case "$2" in
  attach-volume)
    mkdir -p /dev/disk/by-id
    ln -s /dev/disk0 /dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0abc ;;
  get-secret-value) echo hidden ;;
esac
"""
INSTALL = """#!/bin/sh
env >/var/lib/handed
mkdir -p /opt/digitsite/current/.venv/bin /etc/postgresql/16/main
echo '#!/bin/sh' >/opt/digitsite/current/.venv/bin/python
chmod +x /opt/digitsite/current/.venv/bin/python
[ -e /etc/digitsite/env ] || echo BACKUP_TO=/var/backups/digitsite >/etc/digitsite/env
cp /etc/digitsite/env /var/lib/settings
date +%N >>/var/lib/digitsite/machines
"""
NEW_MACHINE = ROOT / "tests" / "support" / "new_machine.sh"
MAY_MOUNT = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]


@pytest.fixture(scope="module")
def volume(tmp_path_factory):
    """A disk, empty at first, and kept from test to test."""
    may_mount = shutil.which("unshare") and not subprocess.run(MAY_MOUNT).returncode
    if not may_mount:
        pytest.skip("A copy of this machine needs root and the right to mount.")
    image = tmp_path_factory.mktemp("volume") / "disk"
    with image.open("wb") as file:
        file.truncate(32_000_000)
    attached = subprocess.run(
        ["losetup", "--find", "--show", image], capture_output=True, text=True
    )
    if attached.returncode:
        pytest.skip("A volume needs a loop device.")
    yield attached.stdout.strip()
    subprocess.run(["losetup", "--detach", attached.stdout.strip()], check=True)


@pytest.fixture
def amazon():
    server = Amazon()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def start(amazon, volume, tmp_path):
    """Starts a new machine with a release; returns its answer and what it left."""
    programs = {
        "snap": f"#!/bin/bash\ncat >/usr/local/sbin/aws <<'END'\n{AWS}END\n"
        "chmod +x /usr/local/sbin/aws\n",
        "systemctl": "#!/bin/bash\n",
        "apt-get": '#!/bin/bash\necho "$@" >>/var/lib/apt-calls\n',
    }
    (tmp_path / "programs").mkdir()
    for name, program in programs.items():
        (tmp_path / "programs" / name).write_text(program)
        (tmp_path / "programs" / name).chmod(0o755)
    port = amazon.server_port
    (tmp_path / "curlrc").write_text(
        f"connect-to = 169.254.169.254:80:127.0.0.1:{port}"
    )

    def start(install=INSTALL, sha256=None, **values):
        published = amazon.publish("digitsite-1", install)
        values = {
            "AWS::StackName": "digits",
            "AWS::Region": "eu-central-1",
            "Domain": "digits.example",
            "Email": "anna@digits.example",
            "Address.AllocationId": "eipalloc-1",
            "Data": "vol-0abc",
            "Backups": "digits-backups",
            "DatabaseHost": "",
            "DatabaseSecret": "",
            "InstalledHandle": f"{amazon.url}/answer",
            "ReleaseUrl": f"{amazon.url}/digitsite-1.tar.gz",
            "ReleaseSha256": sha256 or published,
        } | values
        (tmp_path / "user-data").write_text(user_data(values))
        command = ["unshare", "--mount", NEW_MACHINE, tmp_path, volume]
        subprocess.run(command, check=False, timeout=120)
        (answer,) = amazon.answers
        amazon.answers.clear()
        return SimpleNamespace(
            **{name.lower(): value for name, value in answer.items()},
            left=tmp_path / "left",
            read=lambda path: (tmp_path / "left" / path).read_text(),
        )

    return start


def test_a_new_machine_takes_its_address_its_volume_and_the_release(start):
    machine = start()
    assert machine.status == "SUCCESS", machine.read("var/log/digitsite-install.log")
    calls = machine.read("var/lib/aws-calls")
    assert "associate-address --allocation-id eipalloc-1 --instance-id i-012" in calls
    assert "attach-volume --volume-id vol-0abc --instance-id i-0123456789" in calls
    handed = machine.read("var/lib/handed").splitlines()
    assert "DOMAIN=digits.example" in handed
    assert "ADMIN_EMAIL=anna@digits.example" in handed
    assert not [line for line in handed if line.startswith("DATABASE_URL=")]
    assert machine.read("etc/fstab").count("/srv/digitsite") == 5
    assert "digitsite-measure" in machine.read("etc/cron.d/digitsite-measure")


def test_the_machine_after_it_finds_what_it_had(start):
    start()
    machine = start(INSTALL + "cp /var/lib/digitsite/machines /var/lib/seen\n")
    assert machine.status == "SUCCESS", machine.read("var/log/digitsite-install.log")
    assert len(machine.read("var/lib/seen").splitlines()) > 1
    assert "BACKUP_TO=s3://digits-backups/database" in machine.read("var/lib/settings")
    # Before its package, so that the files of the database are not passed over.
    assert "install -qqy --no-install-recommends postgresql-16" in machine.read(
        "var/lib/apt-calls"
    )


def test_a_tarball_that_is_another_is_not_unpacked(start):
    machine = start(sha256="0" * 64)
    assert machine.status == "FAILURE"
    assert "checksum did NOT match" in machine.reason
    assert not (machine.left / "var/lib/handed").exists()


def test_what_the_installation_failed_at_reaches_the_stack(start):
    machine = start("#!/bin/sh\necho 'No \"space\" left on /opt' >&2\nexit 1\n")
    assert machine.status == "FAILURE"
    assert "No  space  left on /opt" in machine.reason


def test_the_password_of_amazons_database_goes_into_its_url(start, volume):
    subprocess.run(["wipefs", "--all", "--quiet", volume], check=True)
    machine = start(DatabaseHost="db.example:5432", DatabaseSecret="arn:secret")
    assert "secretsmanager get-secret-value --secret-id arn:secret" in machine.read(
        "var/lib/aws-calls"
    )
    assert (
        "DATABASE_URL=postgres://digitsite:hidden@db.example:5432/digitsite"
        "?sslmode=require"
    ) in machine.read("var/lib/handed").splitlines()
