"""Markdown tables, as tests read them."""


def cells(table):
    """The table's rows by their first cell."""
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in table.split("\n")
        if line.startswith("|")
    ]
    return {row[0]: row[1:] for row in rows}
