#!/usr/bin/env bash
# Does symmetry pay? Trains the rule and its pointwise control (the paper's deep set) on one task with the same number of outer
# steps from the same three meta-training seeds, and compares all six with swept Adam on five fresh initialisations. The control
# trains for all of the steps; the rule is the control for the first half of them, and goes on with an equivariant part that
# begins at zero for the second.
# Usage: eng/control-test.sh TASK STEPS FOLDER [TRAINING-TASK] [RATE] [DATA]
#   TASK           what is compared, such as mlp/mnist-8
#   STEPS          outer steps of each meta-training
#   FOLDER         for runs and report; what is complete in it is kept
#   TRAINING-TASK  what is trained on: TASK, or it with smaller batches, which cost less
#   RATE           outer learning rate, default 0.001; more for few steps
#   DATA           folder with data; without it the embedded data
# THREADS (default 2) and LEARNEDOPT (default ./learnedopt) may be set in the environment.
set -euo pipefail
[ $# -ge 3 ] || { sed -n '2,/^set/{/^#/p}' "$0" >&2; exit 2; }
cd "$(dirname "${BASH_SOURCE[0]}")/.."

task=$1 steps=$2 folder=$3 trained=${4:-$1} rate=${5:-0.001} data=(${6:+--data "$6"})
half=$((steps / 2))

train() { # name, seed, rule, steps, further arguments
  local run="$folder/$1" seed=$2 rule=$3 count=$4
  shift 4
  [ -e "$run/done" ] && return
  # shellcheck disable=SC2086 # A program and its first arguments.
  ${LEARNEDOPT:-./learnedopt} meta-train --config configs/control.json --set "name=$(basename "$run")" --set "tasks=[\"$trained\"]" \
    --set "seed=$seed" --set "rule.name=$rule" --set "outer.learningRate=$rate" --steps "$count" \
    --out "$run" --resume auto --threads "${THREADS:-2}" --plain "${data[@]}" "$@"
  touch "$run/done"
}

compared=()
for seed in 1 2 3; do
  train "control-$seed" "$seed" pointwise-adam "$steps"
  train "half-$seed" "$seed" pointwise-adam "$half"
  train "unf-$seed" "$seed" unf-adam "$((steps - half))" --set "rule.start=$folder/half-$seed/weights.safetensors"
  compared+=("unf-$seed=$folder/unf-$seed/weights.safetensors" "control-$seed=$folder/control-$seed/weights.safetensors")
done
# shellcheck disable=SC2086
${LEARNEDOPT:-./learnedopt} compare --tasks "$task" --optimizers "${compared[@]}" --seeds 5 --threads "${THREADS:-2}" --plain \
  --out "$folder/report" "${data[@]}"
cat "$folder/report/comparison.md"
