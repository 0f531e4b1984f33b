"""A fine-tune: labelled drawings -> new weights, judged -> a version with its card.

Begin with run.py, which calls the steps in order.
"""
