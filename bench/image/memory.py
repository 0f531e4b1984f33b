"""How much memory a container takes: pages that its processes share count once."""

from pathlib import Path

from bench.load import children


def proportional_mb(process: int) -> float:
    rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    (pss,) = [line.split() for line in rollup.splitlines() if line.startswith("Pss:")]
    return int(pss[1]) / 1000 + sum(map(proportional_mb, children(process)))
