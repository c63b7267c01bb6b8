#!/usr/bin/env bash
# The tests drive the real browser, PostgreSQL, Redis and PDF reader. This sees to it that the machine has them:
# Debian's packages where apt-get may be used without asking, one sentence saying what to install where not.
set -euo pipefail

missing=()
command -v chromium >/dev/null || missing+=(chromium)
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || missing+=(postgresql)
command -v redis-server >/dev/null || missing+=(redis-server)
command -v pdftotext >/dev/null && command -v pdftoppm >/dev/null || missing+=(poppler-utils)
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
if ! command -v apt-get >/dev/null || { [ "$(id -u)" -ne 0 ] && ! sudo -n true 2>/dev/null; }; then
    echo "The tests need these Debian packages (or their like), which are not here: ${missing[*]}. Please install them." >&2
    exit 1
fi

echo "Installing what the tests drive: ${missing[*]}" >&2
install() {
    # Debian would start a cluster and a server of its own, which the tests neither need nor touch.
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
        apt-get install --quiet --quiet --yes --no-install-recommends "${missing[@]}" >/dev/null
}
install 2>/dev/null || { "${as_root[@]}" apt-get update --quiet --quiet && install; } || {
    echo "apt-get could not install ${missing[*]}, which the tests need; please install them." >&2
    exit 1
}
