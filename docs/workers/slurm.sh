#!/usr/bin/env bash
# Workers of one run, one a node: sbatch --array=1-16 docs/workers/slurm.sh. LEARNEDOPT_BROKER must name the broker (an
# environment that sbatch hands on, or a file that only you can read, as here).
#SBATCH --job-name=learnedopt-worker
#SBATCH --cpus-per-task=16
#SBATCH --mem=8G
#SBATCH --time=12:00:00
# Preempted workers go with a word, and are queued again.
#SBATCH --signal=B:TERM@30
#SBATCH --requeue
set -eu
cd "${LEARNEDOPT_HOME:-$SLURM_SUBMIT_DIR}"
export OMP_NUM_THREADS=1
[ -n "${LEARNEDOPT_BROKER:-}" ] || LEARNEDOPT_BROKER=$(cat "$HOME/.learnedopt-broker")
export LEARNEDOPT_BROKER
# --once: the array ends with the run. Everything was built before, once, on a shared file system: ./learnedopt setup
exec ./learnedopt worker --once --threads "$SLURM_CPUS_PER_TASK" --name "$(hostname)-$SLURM_JOB_ID"
