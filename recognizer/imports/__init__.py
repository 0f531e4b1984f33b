"""The formats of recognizer.exports read back: files to pictures, pictures to rows.

Nothing of a file is trusted: every picture is read as an upload is, every size has a
bound, and nothing is unpacked to the disk.
"""
