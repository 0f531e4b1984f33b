"""What Django raises where the database does not answer, and says nothing of a row."""

from django.db import InterfaceError, OperationalError

# InterfaceError: of a connection that was closed when a statement was given up.
NO_ANSWER = (OperationalError, InterfaceError)
