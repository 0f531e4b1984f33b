"""A fine-tune: labelled drawings -> new weights, judged -> a version with its card.

Begin with training_data.py; management/commands/finetune.py calls the steps in order.
"""
