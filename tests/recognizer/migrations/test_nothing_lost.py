"""The migrations leave all that the models name in the database."""

import pytest
from django.apps import apps
from django.db import connection


@pytest.mark.database
@pytest.mark.django_db
def test_each_constraint_and_index_of_our_models_is_in_the_database():
    models = [*apps.get_app_config("recognizer").get_models()]
    named = {
        each.name
        for model in models
        for each in (*model._meta.constraints, *model._meta.indexes)
    }
    kept = {name for model in models for name in names_in_database(model)}
    assert named - kept == set()


def names_in_database(model):
    with connection.cursor() as cursor:
        table = model._meta.db_table
        return connection.introspection.get_constraints(cursor, table).keys()
