#!/bin/bash
# Writes Tests/Corpus/generated again: messages of our generator, always the same ones.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build -c release --product lockstep-bench
rm -rf Tests/Corpus/generated
.build/release/lockstep-bench generate Tests/Corpus/generated
