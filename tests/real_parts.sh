#!/usr/bin/env bash
# The tests drive the real browser, PostgreSQL, Redis and PDF reader. This sees to it that the machine has them:
# Debian's packages where apt-get may be used without asking, one sentence saying what to install where not.
set -euo pipefail

missing=()
command -v chromium-headless-shell >/dev/null || missing+=(chromium-headless-shell)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
command -v redis-server >/dev/null || missing+=(redis-server)
command -v pdftotext >/dev/null && command -v pdftoppm >/dev/null || missing+=(poppler-utils)
[ ${#missing[@]} -eq 0 ] && exit 0

enough() {
    # The whole browser does what its shell does, only slower.
    [ "${missing[*]}" = chromium-headless-shell ] && command -v chromium >/dev/null
}

as_root=()
if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
if ! command -v apt-get >/dev/null || { [ "$(id -u)" -ne 0 ] && ! sudo -n true 2>/dev/null; }; then
    enough && exit 0
    echo "The tests need these Debian packages (or their like), which are not here: ${missing[*]}. Please install them." >&2
    exit 1
fi

echo "Installing what the tests drive: ${missing[*]}" >&2
install() {
    # Debian would start a cluster and a server of its own, which the tests neither need nor touch.
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
        apt-get install --quiet --quiet --yes --no-install-recommends -o Acquire::http::Timeout=10 "${missing[@]}" >/dev/null
}
install 2>/dev/null || { "${as_root[@]}" apt-get update --quiet --quiet && install; } || enough || {
    echo "apt-get could not install ${missing[*]}, which the tests need; please install them." >&2
    exit 1
}
