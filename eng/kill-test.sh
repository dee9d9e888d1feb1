#!/usr/bin/env bash
# Kills a small meta-training run with SIGKILL at random moments (50 by default), lets it finish, and requires the theta
# of a run that was never disturbed, byte for byte. Usage: eng/kill-test.sh [KILLS]. LEARNEDOPT names another program
# than ./learnedopt, such as "dotnet /srv/LearnedOpt.Host.dll".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

kills=${1:-50}
steps=$((kills * 150)) # on a fast machine 115 pass between two kills
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

train() { # run name
  # shellcheck disable=SC2086 # A program and its first arguments.
  exec ${LEARNEDOPT:-./learnedopt} meta-train --config configs/mlp-10m.json --set name=kill --out "$folder/$1" --resume auto --steps "$steps" --threads 1 \
    --set estimator.pairs=1 --set estimator.window=1 --set horizon.shortest=4 --set horizon.longest=12 \
    --set rule.settings.Channels=4 --set checkpoints.everySteps=2
}

newest() { { find "$folder/killed/checkpoints" -maxdepth 1 -name 'step-*' 2>/dev/null || true; } | sort | tail -n 1; }

(train straight) >/dev/null
killed=0
for ((i = 1; i <= kills; i++)); do
  before=$(newest)
  (train killed) >"$folder/log" 2>&1 &
  process=$!
  while [ "$(newest)" = "$before" ] && kill -0 "$process" 2>/dev/null; do sleep 0.05; done
  sleep "0.$(printf '%03d' $((RANDOM % 400)))"
  if kill -9 "$process" 2>/dev/null; then killed=$((killed + 1)); fi
  wait "$process" 2>/dev/null || true
  # Every restart must find a valid checkpoint, and the first one that it looks at: none is ever left half written.
  if grep -q -E 'can be used|is skipped|learnedopt: ' "$folder/log"; then
    cat "$folder/log" >&2
    exit 1
  fi
  printf '\r%d of %d killed, at %s ' "$killed" "$kills" "$(basename "$(newest)")" >&2
done
(train killed) >/dev/null
printf '\n' >&2

if [ "$(eng/theta.sh "$folder/straight/weights.safetensors")" != "$(eng/theta.sh "$folder/killed/weights.safetensors")" ]; then
  echo "theta differs after $killed kills" >&2
  exit 1
fi
echo "$killed kills, the same theta"
