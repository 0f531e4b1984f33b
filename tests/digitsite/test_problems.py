"""Failures outside of views: JSON for programs, a page for people."""

from django.test import RequestFactory

from digitsite.problems import answer_failure


def fail(path):
    request = RequestFactory().get(path)
    return answer_failure(request, 503, "Try again.", Retry_After="5")


def test_a_program_is_told_in_problem_json():
    response = fail("/api/v1/predictions/")
    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"
    assert response["Retry-After"] == "5"
    assert b'"detail": "Try again."' in response.content


def test_a_person_is_told_on_a_page():
    response = fail("/")
    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert b"<p>Try again.</p>" in response.content
