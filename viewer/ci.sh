#!/usr/bin/env bash
# Builds the viewer and tries the map page in a real browser, offline.
#
#   viewer/ci.sh [SAFEPASSAGE]
#
#   SAFEPASSAGE        the built command; default target/debug/safepassage, built if it is not there
#   CHROMIUM           the browser; default /usr/bin/chromium, installed by apt where that is possible
#   CI=true            what is missing is a failure
# Pages and screenshots stay in viewer/artifacts.
set -euo pipefail
cd "$(dirname "$0")/.."

export CHROMIUM="${CHROMIUM:-/usr/bin/chromium}"
if [[ ! -x "$CHROMIUM" ]]; then
  if command -v apt-get >/dev/null && [[ "$(id -u)" == 0 ]]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core >/dev/null
  elif [[ "${CI:-}" == "true" ]]; then
    echo "expected a browser at $CHROMIUM, found none" >&2
    exit 1
  else
    echo "   skipped: no browser at $CHROMIUM (set CHROMIUM)"
    exit 0
  fi
fi

npm ci --prefix viewer --no-fund --no-audit
if grep -q '"resolved"' viewer/package-lock.json; then
  echo "viewer/package-lock.json: expected no addresses, found some" >&2
  exit 1
fi
npm run build --prefix viewer

command="${1:-}"
if [[ -z "$command" ]]; then
  command=target/debug/safepassage
  [[ -x "$command" ]] || cargo build --locked -p safepassage-cli
fi
mkdir -p viewer/artifacts
for language in en ar; do
  "$command" map --example --audience internal --out "viewer/artifacts/example-$language.html" \
    --language "$language" --at 2026-01-08T10:30+03:00 --viewer viewer/dist/viewer.html \
    --png viewer/artifacts/sheet.png --svg viewer/artifacts/sheet.svg >/dev/null
done
(cd viewer && CI=true npm test)
