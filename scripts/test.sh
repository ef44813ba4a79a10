#!/bin/bash
# All tests: the packages' own, then the real binary against real servers. The counts go to the file named by
# LOCKSTEP_TEST_COUNTS, if it is set, as "passed failed".
set -uo pipefail
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0

stage() { echo "== $1 ($(( SECONDS / 60 )) min)"; }

# Adds the counts of a program that ends with "N passed, N failed".
count() {
  local name=$1
  shift
  "$@" </dev/null | tee "$log"
  if [[ $(tail -1 "$log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
  else
    echo "$name did not finish."
    failed=$((failed + 1))
  fi
}

stage "Swift tests"
swift build --build-tests 2>&1 | grep -vE '^\[|prohibited flag' ; built=${PIPESTATUS[0]}
if [ "$built" -ne 0 ]; then
  echo "The tests do not build."
  failed=1
else
  # Two runs of a simulated seed tell one story only where sets keep their order.
  SWIFT_DETERMINISTIC_HASHING=1 swift test --skip-build 2>&1 | tee "$log" | grep -aE '^(✘|↳)|Test run with|^error:'
  summary=$(grep -aoE 'Test run with [0-9]+ tests?' "$log" | grep -oE '[0-9]+' | tail -1)
  issues=$(grep -aE '^✘ Test .* failed' "$log" | grep -vc 'Test run with')
  if ! grep -aqE 'Test run with .* passed' "$log" && [ "$issues" -eq 0 ]; then issues=1; fi
  failed=$((failed + issues))
  passed=$((passed + ${summary:-0} - issues))
fi

stage "End to end"
if swift build -c release --product lockstep 2>&1 | tail -1 &&
  swift build -c release --product lockstep-fault-proxy 2>&1 | tail -1; then
  count "The end-to-end tests" python3 Tests/EndToEnd/run.py
else
  failed=$((failed + 1))
fi

stage "Done"
[ -z "${LOCKSTEP_TEST_COUNTS:-}" ] || echo "$passed $failed" >"$LOCKSTEP_TEST_COUNTS"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
