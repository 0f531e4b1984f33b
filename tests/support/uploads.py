"""Pictures sent by the form of the draw page, as a browser without JavaScript does."""

from django.core.files.uploadedfile import SimpleUploadedFile


def file_of(content):
    return SimpleUploadedFile("picture.png", content, "image/png")


def send_picture(client, content):
    return client.post("/", {"image": file_of(content)})
