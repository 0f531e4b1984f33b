"""The admin's page of numbers: rows in scope -> aggregate queries -> plots and tables.

No query reads pictures or walks over all drawings in Python; `bench.statistics` says
how long each takes. Begin with page.py.
"""
