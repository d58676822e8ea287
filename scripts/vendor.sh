#!/bin/sh
# Fetches the browser code of others anew, each with its licence, into overrides/assets/vendor/. Needs npm and openssl.
# To take another version: change it and its integrity here, run this, run the tests.
set -eu

cd "$(dirname "$0")/../overrides/assets/vendor"

# package, version, integrity of the package (`npm view PACKAGE@VERSION dist.integrity`), file of the package, name here
vendor() {
    scratch=$(mktemp -d)
    npm pack --silent --pack-destination "$scratch" "$1@$2" >/dev/null
    integrity="sha512-$(openssl dgst -sha512 -binary "$scratch"/*.tgz | openssl base64 -A)"
    if [ "$integrity" != "$3" ]; then
        echo "$1 $2: expected $3, found $integrity" >&2
        exit 1
    fi
    tar -xzf "$scratch"/*.tgz -C "$scratch"
    mkdir -p "$1"
    cp "$scratch/package/$4" "$1/$5"
    cp "$scratch"/package/LICENSE* "$1/LICENSE"
    (cd "$1" && echo "$2" >VERSION && sha256sum "$5" LICENSE >SHA256SUMS)
    rm -r "$scratch"
}

# Lets search run from file://, where browsers allow no workers. MIT.
vendor iframe-worker 1.0.4 \
    sha512-roeaaI+Lg1LJNfgpCjoRe/+WzEjy9+Z08LoEvu85MCPbBjwm+qXz8Ag5U05lHa6V1CysZyGzE0SOkAtSUA5q7Q== \
    shim/index.js shim.js
