#!/usr/bin/env bash
# How fast the gateway gives a file of 10 MB, against nginx with the same file
# from disk: both in one run, taking turns, one connection each. Prints the
# medians and their ratio. Needs nginx and curl (apt-get install nginx-light
# curl), and a release build (make build), or FRONTDESK_BIN.
#
#   scripts/bench-gateway.sh [rounds]
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${1:-9}
downloads=20 # of one round, over one connection
bytes=10000000
binary=${FRONTDESK_BIN:-target/release/frontdesk}
for need in nginx curl "$binary"; do
  command -v "$need" >/dev/null || { echo "$need is missing; see the head of this script" >&2; exit 1; }
done

work=$(mktemp -d)
stop() {
  [[ -z ${desk_pid:-} ]] || kill "$desk_pid" 2>/dev/null || true
  [[ -z ${nginx_pid:-} ]] || kill "$nginx_pid" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap stop EXIT

free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }
desk=$(free_port) web=$(free_port)

mkdir "$work/www" "$work/logs"
{ printf '%%PDF-1.7\n'; head -c $((bytes - 9)) /dev/urandom; } >"$work/www/sample.pdf"
cat >"$work/nginx.conf" <<CONF
daemon off;
pid $work/nginx.pid;
error_log $work/logs/error.log;
worker_processes auto;
events {}
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  client_body_temp_path $work; proxy_temp_path $work; fastcgi_temp_path $work;
  uwsgi_temp_path $work; scgi_temp_path $work;
  server { listen 127.0.0.1:$web; root $work/www; }
}
CONF
# As root, nginx gives its workers to another user, who must be able to read.
chmod 755 "$work" "$work/www"
nginx -p "$work" -c "$work/nginx.conf" &
nginx_pid=$!
export DATA_DIR=$work/data JWT_SECRET=a-secret-of-the-benchmark-that-is-long RATE_LIMITS=off
"$binary" serve --host 127.0.0.1 --port "$desk" >"$work/logs/desk.log" 2>&1 &
desk_pid=$!
for url in "http://127.0.0.1:$web/sample.pdf" "http://127.0.0.1:$desk/readyz"; do
  curl --silent --fail --retry 60 --retry-connrefused --retry-delay 1 --retry-all-errors --output /dev/null "$url"
done

token=$("$binary" token --sub bench)
cid=$(curl --silent --fail --header "Authorization: Bearer $token" \
  --form "file=@$work/www/sample.pdf" "http://127.0.0.1:$desk/api/support/upload" |
  node -e 'let s="";process.stdin.on("data",d=>s+=d).on("end",()=>console.log(JSON.parse(s).data.cid))')
gateway=http://127.0.0.1:$desk/ipfs/$cid
curl --silent --fail "$gateway" | cmp - "$work/www/sample.pdf"

# Seconds that the downloads of one round took together.
download() {
  local urls=()
  for _ in $(seq "$downloads"); do urls+=(--output /dev/null "$1"); done
  curl --silent --fail --write-out '%{time_total}\n' "${urls[@]}" | awk '{ sum += $1 } END { print sum }'
}
median() { sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

download "$gateway" >/dev/null
download "http://127.0.0.1:$web/sample.pdf" >/dev/null
for _ in $(seq "$rounds"); do
  download "$gateway" >>"$work/gateway"
  download "http://127.0.0.1:$web/sample.pdf" >>"$work/nginx"
done
awk -v ours="$(median <"$work/gateway")" -v theirs="$(median <"$work/nginx")" \
  -v mb="$(awk "BEGIN { print $downloads * $bytes / 1e6 }")" 'BEGIN {
    printf "gateway %7.0f MB/s\nnginx   %7.0f MB/s\nthe gateway reaches %.0f %% of nginx\n",
      mb / ours, mb / theirs, theirs / ours * 100 }'
