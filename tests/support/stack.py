"""The CloudFormation stack of deploy/aws, in moto instead of Amazon."""

import json
import re
from functools import cache

import boto3
import yaml
from moto.cloudformation.utils import yaml_tag_constructor

from tests.support.deployment import ROOT

TEMPLATE = ROOT / "deploy" / "aws" / "digitsite.yaml"
IMAGES = "/aws/service/canonical/"  # Amazon's parameters, which nobody else may write
RELEASE = {
    "ReleaseUrl": "https://digits.example/digitsite-1.tar.gz",
    "ReleaseSha256": "1" * 64,
}


class Loader(yaml.SafeLoader):
    """Reads !Ref and its like as CloudFormation does."""


Loader.add_multi_constructor("", yaml_tag_constructor)


@cache
def resources():
    return yaml.load(TEMPLATE.read_text(), Loader)["Resources"]


def resource(name):
    """The properties of a resource, as the template has them."""
    return resources()[name]["Properties"]


def dependents(name):
    """The resources that name this one, or a resource that does."""
    names = {
        other
        for other, content in resources().items()
        if re.search(rf"\b{name}\b", json.dumps(content))
    } - {name}
    return names.union(*map(dependents, names))


def user_data(values):
    """What a new machine runs, with these values for what the template names."""
    launch = resource("Launch")["LaunchTemplateData"]
    script, _ = launch["UserData"]["Fn::Base64"]["Fn::Sub"]
    return re.sub(r"\$\{([\w.:]+)\}", lambda name: values[name[1]], script)


class Stack:
    """One stack by name; each call returns once moto has done it."""

    def __init__(self, name, **parameters):
        self.name = name
        self.parameters = {"Domain": "digits.example", **RELEASE, **parameters}
        self.client = boto3.client("cloudformation")
        for architecture in ("arm64", "amd64"):
            boto3.client("ssm").put_parameter(
                Name="/images/ubuntu/server/24.04/stable/current/"
                f"{architecture}/hvm/ebs-gp3/ami-id",
                Value=f"ami-{architecture}",
                Type="String",
                Overwrite=True,
            )
        self.client.create_stack(**self.request())

    def request(self):
        body = TEMPLATE.read_text().replace(IMAGES, "/images/")
        # moto takes a resource for changed where a Ref changes, not where Fn::Sub does.
        body = body.replace("${ReleaseUrl}", self.parameters["ReleaseUrl"])
        return {
            "StackName": self.name,
            "TemplateBody": body,
            "Capabilities": ["CAPABILITY_IAM"],
            "Parameters": [
                {"ParameterKey": name, "ParameterValue": value}
                for name, value in self.parameters.items()
            ],
        }

    def update(self, **parameters):
        self.parameters |= parameters
        self.client.update_stack(**self.request())

    def delete(self):
        self.client.delete_stack(StackName=self.name)

    @property
    def status(self):
        stacks = self.client.list_stacks()["StackSummaries"]
        return next(s["StackStatus"] for s in stacks if s["StackName"] == self.name)

    @property
    def outputs(self):
        stack = self.client.describe_stacks(StackName=self.name)["Stacks"][0]
        return {item["OutputKey"]: item["OutputValue"] for item in stack["Outputs"]}

    def resources(self):
        """Amazon's name of each resource that moto knows how to make."""
        rows = self.client.describe_stack_resources(StackName=self.name)
        return {
            row["LogicalResourceId"]: row["PhysicalResourceId"]
            for row in rows["StackResources"]
            if "PhysicalResourceId" in row
        }
