#!/usr/bin/env bash
# Installs what the tests need and the machine lacks: Chromium for the browser,
# PostgreSQL for the storage rules, and clamd for the scans. By apt where that can be done; otherwise
# it says what to install and fails.
set -euo pipefail

missing=()
command -v chromium >/dev/null || missing+=(chromium)
compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || command -v postgres >/dev/null ||
  missing+=(postgresql)
command -v clamd >/dev/null || [[ -x /usr/sbin/clamd ]] || missing+=(clamav-daemon)
((${#missing[@]})) || exit 0

echo "The tests need: ${missing[*]}"
if ! command -v apt-get >/dev/null; then
  echo "Install them with your package manager, then run 'make test' again." >&2
  exit 1
fi
sudo=()
if ((EUID != 0)); then
  command -v sudo >/dev/null || {
    echo "Install them as root: apt-get install ${missing[*]}" >&2
    exit 1
  }
  sudo=(sudo)
fi
"${sudo[@]}" apt-get update -qq
# The tests start a private PostgreSQL; Debian's own cluster is not wanted.
"${sudo[@]}" mkdir -p /etc/postgresql-common
[[ -e /etc/postgresql-common/createcluster.conf ]] ||
  echo 'create_main_cluster = false' | "${sudo[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
