"""The stack of deploy/aws, linted, and created, updated and deleted in moto."""

import base64
import subprocess
import sys
from operator import itemgetter
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

from tests.support.stack import TEMPLATE, Stack, dependents, resource, resources

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:moto")

# What drawings, settings or backups would go with.
KEPT_ON_UPDATE = ("Data", "Backups", "Rds", "Address", "Vpc", "Subnet")


@pytest.fixture(scope="module")
def aws():
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        patch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
        yield


@pytest.fixture(scope="module")
def stack(aws):
    return Stack("digits")


def launch_template(stack):
    """What the next machine is made of."""
    versions = boto3.client("ec2").describe_launch_template_versions(
        LaunchTemplateId=stack.resources()["Launch"]
    )["LaunchTemplateVersions"]
    return max(versions, key=itemgetter("VersionNumber"))["LaunchTemplateData"]


def user_data(stack):
    return base64.b64decode(launch_template(stack)["UserData"]).decode()


def test_cfn_lint_finds_nothing():
    lint = Path(sys.executable).with_name("cfn-lint")
    done = subprocess.run([lint, TEMPLATE], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")


def test_only_the_web_is_open(stack):
    group = boto3.client("ec2").describe_security_groups(
        GroupIds=[stack.resources()["Firewall"]]
    )["SecurityGroups"][0]
    assert {rule["FromPort"] for rule in group["IpPermissions"]} == {80, 443}
    assert "KeyName" not in launch_template(stack)  # nobody comes in by ssh


def test_the_machine_is_arm_by_its_type_and_answers_version_2_of_the_metadata(stack):
    template = launch_template(stack)
    assert template["ImageId"] == "ami-arm64"
    assert template["MetadataOptions"]["HttpTokens"] == "required"


def test_the_outputs_say_where_it_is_and_how_to_come_in(stack):
    assert stack.status == "CREATE_COMPLETE"
    assert stack.outputs["Site"] == "https://digits.example/"
    assert stack.resources()["Machine"] in stack.outputs["Session"]


def test_all_that_is_kept_is_encrypted():
    disk = resource("Launch")["LaunchTemplateData"]["BlockDeviceMappings"][0]["Ebs"]
    assert disk["Encrypted"]
    assert resource("Data")["Encrypted"]
    assert resource("Rds")["StorageEncrypted"]
    assert resource("Backups")["BucketEncryption"]


def test_the_backups_are_private_and_outlive_a_burglar():
    bucket = resource("Backups")
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    policy = resource("BackupsOverTls")["PolicyDocument"]["Statement"][0]
    assert policy["Effect"] == "Deny"
    assert policy["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_the_machine_may_do_no_more_than_it_must():
    role = resource("Role")
    assert "ManagedPolicyArns" not in role
    statements = [
        statement
        for policy in role["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]
    actions = {action for statement in statements for action in actions_of(statement)}
    assert not [action for action in actions if "*" in action]
    # It cannot remove for good what it deletes, nor read the account's parameters.
    assert "s3:DeleteObjectVersion" not in actions
    assert not [action for action in actions if action.startswith("ssm:GetParameter")]
    everywhere = {
        action.partition(":")[0]
        for statement in statements
        for action in actions_of(statement)
        if statement["Resource"] == "*" and "Condition" not in statement
    }
    assert everywhere == {"ssm", "ssmmessages", "ec2messages"}  # know no resources


def actions_of(statement):
    actions = statement["Action"]
    return [actions] if isinstance(actions, str) else actions


def test_another_release_replaces_nothing_that_holds_data(aws):
    stack = Stack("rds", Database="rds")
    before = stack.resources()
    assert "digitsite-1.tar.gz" in user_data(stack)
    stack.update(ReleaseUrl="https://digits.example/digitsite-2.tar.gz")
    after = stack.resources()
    assert stack.status == "UPDATE_COMPLETE"
    assert {name: after[name] for name in KEPT_ON_UPDATE} == {
        name: before[name] for name in KEPT_ON_UPDATE
    }
    # The machine that runs is upgraded by Systems Manager; the next one begins with it.
    assert "digitsite-2.tar.gz" in user_data(stack)


def test_another_release_touches_nothing_but_the_next_machine_and_the_upgrade():
    touched = dependents("ReleaseUrl") | dependents("ReleaseSha256")
    assert {"Launch", "Release"} <= touched
    assert touched.isdisjoint(KEPT_ON_UPDATE)
    assert "UpdatePolicy" not in resources()["Machine"]  # it would replace the machine


def test_the_machine_that_runs_is_sent_the_release(stack):
    step = resource("Upgrade")["Content"]["mainSteps"][0]
    program, parameters = step["inputs"]["runCommand"][-1].split(" ", 1)
    assert f"cat >{program} <<" in user_data(stack)
    assert parameters == "'{{ Url }}' '{{ Sha256 }}'"
    assert resource("Release")["Parameters"] == {
        "Url": [{"Ref": "ReleaseUrl"}],
        "Sha256": [{"Ref": "ReleaseSha256"}],
    }


def test_data_and_backups_outlive_the_stack(aws):
    network = boto3.client("ec2").describe_subnets()["Subnets"][0]
    stack = Stack(
        "guest",
        VpcId=network["VpcId"],
        SubnetId=network["SubnetId"],
        AvailabilityZone=network["AvailabilityZone"],
    )
    made = stack.resources()
    assert "Vpc" not in made
    stack.delete()
    assert stack.status == "DELETE_COMPLETE"
    boto3.client("s3").head_bucket(Bucket=made["Backups"])
    volumes = boto3.client("ec2").describe_volumes(VolumeIds=[made["Data"]])
    assert volumes["Volumes"]
