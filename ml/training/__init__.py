"""Networks are built, trained and fine-tuned in Keras; begin in loop.py."""
