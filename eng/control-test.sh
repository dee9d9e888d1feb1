#!/usr/bin/env bash
# Does symmetry pay? Trains the rule and its pointwise control (the paper's deep set) on one task from nothing, with the same number of
# outer steps from the same three meta-training seeds, and compares all six with swept Adam on five fresh initialisations.
# Usage: eng/control-test.sh TASK STEPS FOLDER [TRAINING-TASK] [RATE] [DATA]
#   TASK           what is compared, such as mlp/mnist-8
#   STEPS          outer steps of each meta-training
#   FOLDER         for runs and report; what is complete in it is kept
#   TRAINING-TASK  what is trained on: TASK, or it with smaller batches, which cost less
#   RATE           outer learning rate, default 0.002
#   DATA           folder with data; without it the embedded data
# In the environment may be set: RULES, the rule and its control (default "unf-adam pointwise-adam"; "unf deepset" are the paper's), SETTINGS,
# theirs as JSON without braces (default those of configs/control.json; for the paper's '"Channels": 16'), HORIZON, inner steps of the
# longest training run and of the comparison (default 2000), THREADS (default 2), and LEARNEDOPT (default ./learnedopt).
set -euo pipefail
[ $# -ge 3 ] || { sed -n '2,/^set/{/^#/p}' "$0" >&2; exit 2; }
cd "$(dirname "${BASH_SOURCE[0]}")/.."

task=$1 steps=$2 folder=$3 trained=${4:-$1} rate=${5:-0.002} data=(${6:+--data "$6"}) horizon=${HORIZON:-2000}
read -r rule control <<< "${RULES:-unf-adam pointwise-adam}"
settings=${SETTINGS:-'"Channels": 8, "PooledScale": 1, "PooledGain": 0.3'}

train() { # name, seed, rule
  local run="$folder/$1"
  [ -e "$run/done" ] && return
  # shellcheck disable=SC2086 # A program and its first arguments.
  ${LEARNEDOPT:-./learnedopt} meta-train --config configs/control.json --set "name=$1" --set "tasks=[\"$trained\"]" --set "seed=$2" \
    --set "rule={\"name\": \"$3\", \"settings\": {$settings, \"TimeLimit\": $horizon}}" --set "horizon.longest=$horizon" --set "outer.learningRate=$rate" \
    --steps "$steps" --out "$run" --resume auto --threads "${THREADS:-2}" --plain "${data[@]}"
  touch "$run/done"
}

compared=()
for seed in 1 2 3; do
  train "control-$seed" "$seed" "$control"
  train "rule-$seed" "$seed" "$rule"
  compared+=("rule-$seed=$folder/rule-$seed/weights.safetensors" "control-$seed=$folder/control-$seed/weights.safetensors")
done
# shellcheck disable=SC2086
${LEARNEDOPT:-./learnedopt} compare --tasks "$task" --optimizers "${compared[@]}" --steps "$horizon" --seeds 5 --threads "${THREADS:-2}" --plain \
  --out "$folder/report" "${data[@]}"
cat "$folder/report/comparison.md"
