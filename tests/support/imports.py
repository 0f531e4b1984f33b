"""Files to import."""

import base64
import io
import json
import zipfile

from django.core.management import call_command

from recognizer.imports.containers import Folder
from recognizer.imports.local_files import LocalFiles
from recognizer.imports.readers import find_sections
from recognizer.imports.records import Refusal


def export(folder, format):
    call_command("export_labels", folder, format=format, stdout=io.StringIO())
    return folder


def read(path):
    """All records of a folder or a file."""
    with LocalFiles() as files:
        for section in find_sections(Folder(path), files):
            yield from (
                [section] if isinstance(section, Refusal) else section.read(files)
            )


def zip_of(path, **members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def line(picture, **more):
    return json.dumps({"picture": base64.b64encode(picture).decode()} | more) + "\n"
