"""The commands of manage.py, for staff at a shell and for operators.

Begin with a command in commands/; what several of them share stands beside it here.
"""
