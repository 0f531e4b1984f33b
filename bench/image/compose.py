"""What the real Compose says of compose.yaml: Debian has its program."""

from bench.image.store import CHROOT, ROOT, Store

SETTINGS = ["DOMAIN=digits.example", "SECRET_KEY=x", "POSTGRES_PASSWORD=x"]
SETTINGS += ["REDIS_PASSWORD=x"]
INSTALL = "export DEBIAN_FRONTEND=noninteractive; apt-get update -qq"
INSTALL += " && apt-get install -qqy --no-install-recommends"


def check_compose(store: Store, base: str) -> None:
    """Let docker-compose read compose.yaml, with a .env as docs/ has it."""
    container = store.run("from", "--pull-never", base)
    for path in ("compose.yaml", "deploy/containers/Caddyfile"):
        store.run("copy", "--quiet", container, ROOT / path, f"/site/{path}")
    write = f"cd /site && printf '%s\\n' {' '.join(SETTINGS)} > .env"
    config = "docker-compose --profile '*' config --services"
    shell = ["sh", "-c", f"{INSTALL} docker-compose >/dev/null && {write} && {config}"]
    services = store.run("run", *CHROOT, container, "--", *shell)
    print(f"compose.yaml is read: {', '.join(sorted(services.split()))}")
    store.run("rm", container)
