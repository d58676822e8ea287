#!/bin/sh
# Fetches the browser code of others anew, each with its licence, into overrides/assets/vendor/. Needs npm.
# To take another version: change it here, run this, run the tests.
set -eu

cd "$(dirname "$0")/../overrides/assets/vendor"

# package, version, file of the package, name here
vendor() {
    scratch=$(mktemp -d)
    npm pack --silent --pack-destination "$scratch" "$1@$2" >/dev/null
    tar -xzf "$scratch"/*.tgz -C "$scratch"
    mkdir -p "$1"
    cp "$scratch/package/$3" "$1/$4"
    cp "$scratch"/package/LICENSE* "$1/LICENSE"
    (cd "$1" && echo "$2" >VERSION && sha256sum "$4" LICENSE >SHA256SUMS)
    rm -r "$scratch"
}

vendor iframe-worker 1.0.4 shim/index.js shim.js  # lets search run from file://, where browsers allow no workers
