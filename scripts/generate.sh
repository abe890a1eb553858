#!/usr/bin/env bash
# Writes what is generated from the code: openapi.json, and the TypeScript types
# of REST and of the socket events. With --check it writes nothing and fails
# when the tree differs from what it would write.
set -euo pipefail
cd "$(dirname "$0")/.."

types=web/packages/client/src/generated
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

cargo build --locked --quiet --package frontdesk-server
target/debug/frontdesk schema openapi >"$made/openapi.json"
target/debug/frontdesk schema events >"$made/events.ts"
web/node_modules/.bin/openapi-typescript "$made/openapi.json" --output "$made/schema.d.ts" >/dev/null

if [[ ${1:-} == --check ]]; then
  for pair in openapi.json:openapi.json events.ts:$types/events.ts schema.d.ts:$types/schema.d.ts; do
    if ! diff -q "$made/${pair%%:*}" "${pair#*:}" >/dev/null; then
      echo "${pair#*:} is out of date: run 'make generate' and commit the result" >&2
      exit 1
    fi
  done
else
  cp "$made/openapi.json" openapi.json
  cp "$made/events.ts" "$made/schema.d.ts" "$types/"
fi
