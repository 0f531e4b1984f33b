"""Backups in a bucket of S3's kind, sent and read piece by piece."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from io import BytesIO

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.utils import timezone

from recognizer.backups.errors import BackupError
from recognizer.backups.places import ABANDONED, Place
from recognizer.backups.streams import Readable, read_block

log = logging.getLogger(__name__)

# S3 takes 10,000 parts: 320 GB. All of one size, as others that speak S3 want it.
PART_SIZE = 32 << 20  # bytes, of which this process keeps one part
# Others do not know of AWS's newer checksums; ours is beside each backup.
CONFIG = Config(
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    retries={"mode": "standard", "max_attempts": 5},
)


class Bucket(Place):
    """Who we are and which region is ours boto3 finds out, as AWS's own tools do."""

    def __init__(self, address: str):
        bucket, _, prefix = address.removeprefix("s3://").partition("/")
        self._bucket, self._prefix = bucket, prefix.strip("/")
        with self._errors():
            self._client = boto3.client("s3", config=CONFIG)

    def __str__(self) -> str:
        return f"s3://{self._bucket}/{self._prefix}".rstrip("/")

    def write(self, name: str, source: Readable) -> None:
        where = self._where(name)
        with self._errors():
            upload = self._client.create_multipart_upload(**where)
            where["UploadId"] = upload["UploadId"]
            try:
                parts = list(self._send(where, source))
                whole = {"Parts": parts}
                self._client.complete_multipart_upload(**where, MultipartUpload=whole)
            except BaseException:
                self._client.abort_multipart_upload(**where)
                raise

    def _send(self, where: dict[str, str], source: Readable) -> Iterator[dict]:
        number, data = 1, read_block(source, PART_SIZE)
        while data or number == 1:  # S3 wants a part of nothing, too
            part = self._client.upload_part(
                **where, PartNumber=number, Body=BytesIO(data)
            )
            yield {"PartNumber": number, "ETag": part["ETag"]}
            number, data = number + 1, read_block(source, PART_SIZE)

    @contextmanager
    def open(self, name: str) -> Iterator[Readable]:
        with (
            self._errors(),
            closing(self._client.get_object(**self._where(name))["Body"]) as body,
        ):
            yield body

    def sizes(self) -> dict[str, int]:
        start = f"{self._prefix}/" if self._prefix else ""
        with self._errors():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=start, Delimiter="/"
            )
            rows = [row for page in pages for row in page.get("Contents", ())]
        return {row["Key"].removeprefix(start): row["Size"] for row in rows}

    def delete(self, name: str) -> None:
        with self._errors():
            self._client.delete_object(**self._where(name))

    def remove_unfinished(self) -> None:
        """Where we may list them; else the bucket's own rules have to."""
        before = timezone.now() - timedelta(seconds=ABANDONED)
        key = self._where("digitsite-")["Key"]
        try:
            uploads = self._client.list_multipart_uploads(
                Bucket=self._bucket, Prefix=key
            )
        except (ClientError, BotoCoreError) as error:
            log.info("s3://%s lists no unfinished uploads: %s", self._bucket, error)
            return
        for upload in uploads.get("Uploads", ()):
            if upload["Initiated"] < before:
                where = {"Key": upload["Key"], "UploadId": upload["UploadId"]}
                with self._errors():
                    self._client.abort_multipart_upload(Bucket=self._bucket, **where)

    def _where(self, name: str) -> dict[str, str]:
        key = f"{self._prefix}/{name}" if self._prefix else name
        return {"Bucket": self._bucket, "Key": key}

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchKey":
                raise FileNotFoundError from error
            raise BackupError(f"s3://{self._bucket}: {error}") from error
        except BotoCoreError as error:
            raise BackupError(f"s3://{self._bucket}: {error}") from error
