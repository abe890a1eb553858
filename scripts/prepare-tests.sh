#!/usr/bin/env bash
# Installs what the tests need and the machine lacks: the servers that they talk
# to (an IPFS node and one that speaks S3, by npm), a client that verifies what
# the gateway gives, with a Node that is new enough for it, Chromium for the browser,
# PostgreSQL for the storage rules, clamd for the scans, Dovecot for mail that
# comes in and openssl for certificates (by apt where that can be done; otherwise it
# says what to install and fails).
set -euo pipefail
cd "$(dirname "$0")/.."

# Apart from the web workspace: they are large, and nothing else needs them. A
# stamp beside the modules tells that they are those of the lock file.
for server in web/e2e/servers/*/ web/e2e/helia/; do
  stamp=$server/node_modules/.installed
  cmp -s "$server/package-lock.json" "$stamp" && continue
  echo "The tests need the packages of $server"
  # No scripts: nothing is compiled, and nothing else downloaded.
  npm --prefix "$server" ci --ignore-scripts --omit=dev --no-audit --no-fund --silent || {
    echo "It cannot be installed; with a way to the npm registry, run 'make test' again." >&2
    exit 1
  }
  cp "$server/package-lock.json" "$stamp"
done

# Kubo itself, where it can be built; the tests say so when they go without.
if command -v go >/dev/null && [[ ! -x target/test-servers/ipfs ]]; then
  GOBIN=$PWD/target/test-servers go install github.com/ipfs/kubo/cmd/ipfs@latest ||
    echo "Kubo cannot be built here; the tests go without it." >&2
fi

missing=()
command -v chromium >/dev/null || missing+=(chromium)
compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || command -v postgres >/dev/null ||
  missing+=(postgresql)
command -v dovecot >/dev/null || [[ -x /usr/sbin/dovecot ]] || missing+=(dovecot-imapd)
command -v openssl >/dev/null || missing+=(openssl)
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
