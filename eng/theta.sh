#!/usr/bin/env bash
# Prints the SHA-256 of the tensors in a weights file, without its header, which tells the time of training.
# Usage: eng/theta.sh FILE
set -euo pipefail
header=$(od -An -t u8 -N 8 "$1" | tr -d ' ')
tail -c "+$((9 + header))" "$1" | sha256sum | cut -d ' ' -f 1
