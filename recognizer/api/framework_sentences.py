"""What REST framework says of a request that our own sentences do not cover.

It speaks German and Spanish, but no Hindi; being named here, locale/ has all of them.
"""

from django.utils.translation import gettext_noop

gettext_noop('Method "{method}" not allowed.')
gettext_noop("Invalid data. Expected a dictionary, but got {datatype}.")
gettext_noop("Authentication credentials were not provided.")
gettext_noop("You do not have permission to perform this action.")
