#!/usr/bin/env bash
# Writes the example place for each map client and opens it with what the clients use themselves.
#
#   tests/clients/check.sh [SAFEPASSAGE]    the built command; default target/debug/safepassage
#
#   CHROMIUM    the browser; default /usr/bin/chromium
#   CI=true     what is missing is installed by apt, or a failure
set -euo pipefail
cd "$(dirname "$0")/../.."
command="${1:-target/debug/safepassage}"
out="$PWD/target/clients"
rm -rf "$out"
mkdir -p "$out"
at=(--example --audience partner --at 2026-01-08T10:30 --format json)
"$command" layers "${at[@]}" --out "$out/plain" >/dev/null
for client in maplibre qgis kepler leaflet-time umap deckgl; do
  "$command" layers "${at[@]}" --client "$client" --out "$out/$client" >"$out/$client.json"
done
installed=tests/clients/node_modules/.package-lock.json
[[ "$installed" -nt tests/clients/package-lock.json ]] || npm ci --prefix tests/clients --no-audit --no-fund
# deck.gl draws in a browser.
export CHROMIUM="${CHROMIUM:-/usr/bin/chromium}"
if [[ ! -x "$CHROMIUM" && "${CI:-}" == "true" ]]; then
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium >/dev/null
fi
SAFEPASSAGE_LAYERS="$out" npm run --prefix tests/clients check

# The real QGIS, headless, from the system's packages.
if ! /usr/bin/python3 -c 'import qgis.core' 2>/dev/null; then
  [[ "${CI:-}" == "true" ]] || { echo "   skipped: no QGIS (apt-get install python3-qgis qgis-providers)"; exit 0; }
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends python3-qgis qgis-providers >/dev/null
fi
QT_QPA_PLATFORM=offscreen PYTHONDONTWRITEBYTECODE=1 \
  /usr/bin/python3 tests/independent/qgis_layers.py "$out/plain" "$out/qgis" "$out/qgis.png"
