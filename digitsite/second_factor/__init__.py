"""A code beside the password of staff, where ADMIN_SECOND_FACTOR asks for it.

Begin with middleware.py. django-otp keeps the devices, checks the codes, refuses those
that were used, and lets who guesses wait twice as long each time.
"""
