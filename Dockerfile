# The site's images (docs/deploy/containers.md). Each is the one before and more:
#   web     answers visitors, migrates, and is the beat
#   worker  does jobs and backups
#   train   does fine-tunes, too: it has TensorFlow
# `make image-check` executes this file without a container engine.

FROM debian:trixie-slim AS python
ARG DEBIAN_FRONTEND=noninteractive
# Python comes from Debian, whose security fixes a rebuild brings: no version is named.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates python3 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
ENV PATH=/venv/bin:$PATH

FROM python AS build
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3-pip \
    && rm -rf /var/lib/apt/lists/*
COPY requirements/serve.txt requirements/
# pip stays outside: nothing is installed into an image that runs.
# docopt, which num2words asks for, comes as its source alone.
RUN python3 -m venv --without-pip /venv \
    && pip --python /venv/bin/python install --no-cache-dir \
        --require-hashes --only-binary :all: --no-binary docopt \
        --requirement requirements/serve.txt \
    # What wheels bring and a site never loads, a quarter of it all; of translations,
    # those of LANGUAGES stay.
    && find /venv \( -name '*.po' -o -name '*.pyi' -o -path '*/numpy/*tests/*' \
        -o -path '*/ai_edge_litert/tools/*' -o -path '*/ai_edge_litert/vendors/*' \
        -o -name 'libLiteRtWebGpuAccelerator.so' \) -delete \
    && find /venv -name '*.mo' ! -path '*/locale/de/*' ! -path '*/locale/en/*' \
        ! -path '*/locale/es/*' ! -path '*/locale/hi/*' -delete
COPY gunicorn.conf.py manage.py pyproject.toml ./
COPY digitsite digitsite
COPY locale locale
COPY ml ml
COPY recognizer recognizer
COPY static static
COPY templates templates
COPY weights weights
# Its user may read it, whatever umask it was unpacked under. Code is compiled here, since
# the running site cannot write beside it. Collecting asks for a secret and a database,
# and uses neither.
RUN chmod -R u=rwX,go=rX . \
    && python -m compileall -q digitsite ml recognizer \
    && SECRET_KEY="$(python -c 'import secrets; print(secrets.token_hex())')" \
        DATABASE_URL=sqlite:// python manage.py collectstatic --noinput --verbosity 0 \
    && find /venv -path '*/site-packages/*/static/*' -delete

FROM python AS web
RUN groupadd --gid 10001 digitsite \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /tmp digitsite \
    && install --directory --owner=digitsite --group=digitsite --mode=0750 \
        /var/lib/digitsite
# In a layer of its own: most releases change the code alone.
COPY --from=build /venv /venv
COPY --from=build /app /app
# What is written while it runs goes to STATE_DIR and /tmp alone.
ENV HOST=0.0.0.0 \
    PORT=8000 \
    STATE_DIR=/var/lib/digitsite
USER 10001:10001
EXPOSE 8000
# The version of pyproject.toml; a test compares them.
ARG VERSION=0.2.0
LABEL org.opencontainers.image.title="digitsite" \
    org.opencontainers.image.description="Reads hand-drawn digits and learns from corrections" \
    org.opencontainers.image.licenses="MIT" \
    org.opencontainers.image.version="$VERSION"
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/livez', timeout=4)"]
CMD ["gunicorn"]

FROM web AS worker
USER 0:0
COPY requirements/s3.txt requirements/
# pg_dump and pg_restore of PostgreSQL 17, which read servers up to 17; age and gpg
# encrypt; boto3 reaches S3.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        age gpg postgresql-client-17 python3-pip \
    && pip --python /venv/bin/python install --no-cache-dir \
        --require-hashes --only-binary :all: --no-binary docopt \
        --requirement requirements/s3.txt \
    && apt-get purge --yes --auto-remove python3-pip \
    && rm -rf /var/lib/apt/lists/* \
    && install --directory --owner=digitsite --group=digitsite --mode=0750 \
        /var/backups/digitsite
USER 10001:10001
# It listens to nothing; which workers live stands in the database.
HEALTHCHECK NONE
CMD ["celery", "-A", "digitsite.celery_app", "worker"]

FROM worker AS train
USER 0:0
COPY requirements/train.txt requirements/
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3-pip \
    && pip --python /venv/bin/python install --no-cache-dir \
        --require-hashes --only-binary :all: --no-binary docopt \
        --requirement requirements/train.txt \
    && apt-get purge --yes --auto-remove python3-pip \
    && rm -rf /var/lib/apt/lists/*
USER 10001:10001
