#!/usr/bin/env bash
# Build what is to be put into operation, and try it as it will be there: a wheel and an sdist from a clean tree, the wheel
# in a fresh environment with the locked requirements, a home, the pages and the worker. The image too where there is a
# container engine. Everything happens in a folder of its own, which is removed; with OUT=folder the packages are kept.
#
#   deploy/build.sh            the last commit
#   deploy/build.sh --no-image
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '== %s\n' "$*"; }

python=$(.ci/find-python)
work=$(mktemp -d "${TMPDIR:-/tmp}/kontroll-build-XXXXXX")
started=()
clean_up() {
    for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
    wait
    rm -rf "$work"
}
trap clean_up EXIT

say "A clean tree: $(git rev-parse --short HEAD)"
git diff --quiet HEAD || echo "   (what is changed and not committed is left out)"
mkdir "$work/src"
git archive HEAD | tar -x -C "$work/src"

say "The locked requirements, in a fresh environment"
"$python" -m venv "$work/venv"
pip() { "$work/venv/bin/python" -m pip --disable-pip-version-check --quiet "$@"; }
pip install --require-hashes --requirement "$work/src/requirements/build.lock"
pip install --require-hashes --no-build-isolation --requirement "$work/src/requirements/base.lock"

say "sdist, and the wheel from the sdist: what is published can be built again"
(cd "$work/src" && "$work/venv/bin/hatchling" build --target sdist --directory "$work/dist")
mkdir "$work/unpacked"
tar -xzf "$work"/dist/kontroll-*.tar.gz -C "$work/unpacked" --strip-components=1
(cd "$work/unpacked" && "$work/venv/bin/hatchling" build --target wheel --directory "$work/dist")
(cd "$work/src" && "$work/venv/bin/hatchling" build --target wheel --directory "$work/same")
cmp "$work"/dist/kontroll-*.whl "$work"/same/kontroll-*.whl

say "The wheel, installed; nothing it needs is missing"
pip install --no-deps "$work"/dist/kontroll-*.whl
pip check

# From here on nothing of the tree is used, nor of this machine's settings.
for variable in $(compgen -e | grep '^KONTROLL_' || true); do unset "$variable"; done
kontroll="$work/venv/bin/kontroll"
cd "$work"
say "kontroll --help"
"$kontroll" --help >help.txt
grep -q sikkerhetskopi help.txt
"$kontroll" --versjon

say "A home, and a month's figures in it"
"$kontroll" ny home --kommune "Byggeprøven" >ny.txt
cat >home/inbox/organisasjon.csv <<'CSV'
enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger
0;Kommunedirektøren;kommunedirektør;;;TOPP;2020-01;;
1;Bygda skole;tjenestested;0;skole;LEDER;2020-01;;
CSV
printf 'enhet;indikator;periode;verdi;antall\n1;okonomi_avvik;2026-01;-4,0;\n' >home/inbox/maalinger/tall.csv

say "The pages, on a free loopback port"
"$kontroll" tjener --mappe home --port 0 >web.txt 2>web.log &
started+=($!)
for _ in $(seq 300); do
    address=$(grep -m 1 -o 'http://127\.0\.0\.1:[0-9]*' web.txt || true)
    [ -z "$address" ] || break
    kill -0 "${started[0]}" || { cat web.log; exit 1; }
    sleep 1
done

# What is answered: status and body.
ask() {
    "$work/venv/bin/python" - "$address$1" <<'PYTHON'
import sys, urllib.error, urllib.request
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
try:
    answer = opener.open(sys.argv[1], timeout=20)
except urllib.error.HTTPError as error:
    answer = error
print(answer.status, answer.read().decode().strip())
PYTHON
}
expect() {
    local got
    got=$(ask "$1")
    echo "   $1: $(head -n 1 <<<"$got")"
    [[ $got == $2* ]] || { echo "expected $2" >&2; tail -n 5 web.log >&2; exit 1; }
}
expect /helse/live "200 ok"
expect /helse/klar "503"
# To a file: whoever stops reading a pipe early ends the one who writes.
ask /metrikk >metrics.txt
grep -q '^kontroll_database_usable 1.0' metrics.txt

say "The worker; then the pages are ready"
"$kontroll" arbeider --mappe home >worker.txt 2>worker.log &
started+=($!)
for _ in $(seq 120); do
    [[ $(ask /helse/klar) == 200* ]] && break
    kill -0 "${started[1]}" || { cat worker.log; exit 1; }
    sleep 1
done
expect /helse/klar "200"

say "A backup while both run, and a home restored from it"
"$kontroll" sikkerhetskopi copy.tar.gz --mappe home
"$kontroll" gjenopprett copy.tar.gz --mappe restored 2>restore.log
"$kontroll" logg etterprov --mappe restored >trail.txt
head -n 1 trail.txt

say "Both stop when they are asked to"
for process in "${started[@]}"; do kill -TERM "$process"; done
for process in "${started[@]}"; do wait "$process" || { cat web.log worker.log; exit 1; }; done
started=()

if [ -n "${OUT:-}" ]; then
    mkdir -p "$OUT"
    cp "$work"/dist/* "$OUT/"
    say "Kept in $OUT: $(ls "$OUT" | tr '\n' ' ')"
fi

# --- the image --------------------------------------------------------------------------------------------------------

engine=""
for candidate in podman docker; do
    # A client without an engine answers --version, and nothing else.
    if command -v "$candidate" >/dev/null && "$candidate" info >/dev/null 2>&1; then engine=$candidate; break; fi
done
if [ "${1:-}" = --no-image ] || [ -z "$engine" ]; then
    say "NOT BUILT: the image. There is no container engine here (podman or docker); deploy/README.md says what that means."
    exit 0
fi
image=localhost/kontroll:$("$work/venv/bin/python" -c 'from importlib.metadata import version; print(version("kontroll"))')
say "The image $image, with $engine"
"$engine" build --file "$work/src/deploy/Containerfile" --tag "$image" "$work/src"
"$engine" run --rm --read-only --tmpfs /tmp --cap-drop ALL --network none "$image" --versjon
"$engine" image inspect --format '{{index .RepoDigests 0}}' docker.io/library/python:3.12-slim-trixie \
    || echo "   (the base's digest is not told by this engine)"
