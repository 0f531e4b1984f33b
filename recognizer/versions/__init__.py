"""Versions of the network: which one answers, and how two of them differ.

Begin with predictor.py, which every request asks.
"""
