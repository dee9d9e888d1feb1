#!/usr/bin/env bash
# Meta-trains over a private broker on 1, 2 and 4 workers, of which one that is at work is killed with SIGKILL every 10 seconds while
# another takes its place, and once more on 2 workers with the broker stopped and started in the middle as well. Requires
# the theta of a run in one process, byte for byte. The default of 2000 outer steps makes runs of two to three minutes on
# two free cores. Usage: eng/worker-kill-test.sh [STEPS [meta-train options]], such as 300 --config cnn-10m. LEARNEDOPT names another
# program than ./learnedopt, such as "dotnet /srv/LearnedOpt.Host.dll". Needs Debian's rabbitmq-server, and no root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

steps=${1:-2000}
shift $(($# > 0 ? 1 : 0))
[ $# -gt 0 ] || set -- --config mlp-10m
options=("$@")
interval=10 # seconds between two kills
port=$((20000 + RANDOM % 10000))
unset LEARNEDOPT_BROKER # of the user, if any
address=amqp://guest:guest@127.0.0.1:$port
folder=$(mktemp -d)
broker='' workers=() logs=() started_workers=0 killed=0 next=0
trap 'finish' EXIT
trap 'exit 130' INT TERM

finish() {
  local worker
  [ -z "${trainer:-}" ] || kill -9 "$trainer" 2>/dev/null || true
  for worker in ${workers[@]+"${workers[@]}"}; do kill -9 "$worker" 2>/dev/null || true; done
  stop_broker
  rm -rf "$folder"
}

start_broker() {
  eng/broker.sh "$folder/broker" "$port" &
  broker=$!
  until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    kill -0 "$broker" 2>/dev/null || { echo "the broker did not start" >&2; exit 1; }
    sleep 0.2
  done
}

stop_broker() {
  [ -z "$broker" ] || { kill -TERM "$broker" 2>/dev/null || true; wait "$broker" 2>/dev/null || true; }
  broker=
}

learnedopt() { # shellcheck disable=SC2086 # A program and its first arguments.
  exec ${LEARNEDOPT:-./learnedopt} "$@"
}

train() { # run name, further options
  local name=$1
  shift
  learnedopt meta-train "${options[@]}" --set name=kill --out "$folder/$name" --threads 1 "$@"
}

outer_steps() { if [ -f "$folder/$1/metrics.jsonl" ]; then wc -l <"$folder/$1/metrics.jsonl"; else echo 0; fi; }

start_worker() { # position, queue
  logs[$1]=$folder/$2.worker-$((++started_workers))
  (learnedopt worker --broker "$address" --queue "$2" --threads 1) >"${logs[$1]}" 2>&1 &
  workers[$1]=$!
}

# On a busy machine a worker may need long until it is at work; killed before, it would have done nothing that could be lost.
none_at_work() { ! grep -q 'at work' "${logs[@]}" 2>/dev/null; }

kill_one() { # queue; fails if a worker has ended by itself
  local position first=$((RANDOM % ${#workers[@]})) i
  for ((i = 0; i < ${#workers[@]}; i++)); do
    position=$(((first + i) % ${#workers[@]}))
    kill -0 "${workers[position]}" 2>/dev/null || return 1
    grep -q 'at work' "${logs[position]}" || continue
    kill -9 "${workers[position]}"
    wait "${workers[position]}" 2>/dev/null || true
    start_worker "$position" "$1"
    killed=$((killed + 1))
    next=$((SECONDS + interval))
    return
  done
}

run() { # number of workers, broker restarts
  local count=$1 restarts=$2 queue=workers-$1-$2 started=$SECONDS position
  killed=0
  workers=() logs=()
  for ((position = 0; position < count; position++)); do start_worker "$position" "$queue"; done
  (train "$queue" --steps "$steps" --queue "$queue" --broker "$address") >"$folder/$queue.log" 2>&1 &
  trainer=$!
  until [ "$(outer_steps "$queue")" -gt 0 ] || ! kill -0 "$trainer" 2>/dev/null; do sleep 0.2; done
  next=$((SECONDS + interval))
  while kill -0 "$trainer" 2>/dev/null; do
    sleep 0.2
    if [ "$restarts" -gt 0 ] && [ "$(outer_steps "$queue")" -ge $((steps / 2)) ]; then
      stop_broker
      sleep 2
      start_broker
      restarts=$((restarts - 1))
    fi
    if none_at_work; then next=$((SECONDS + interval)); fi
    if [ $SECONDS -lt $next ] || ! kill -0 "$trainer" 2>/dev/null; then continue; fi
    kill_one "$queue" || { echo "a worker ended by itself:" >&2; tail -n 3 "${logs[@]}" >&2; exit 1; }
    printf '\r%d workers: %d killed, outer step %d of %d ' "$count" "$killed" "$(outer_steps "$queue")" "$steps" >&2
  done
  wait "$trainer" || { cat "$folder/$queue.log" >&2; exit 1; }
  trainer=
  for position in "${!workers[@]}"; do
    kill -9 "${workers[position]}" 2>/dev/null || true
    wait "${workers[position]}" 2>/dev/null || true
  done
  workers=()
  printf '\n' >&2
  local theta
  theta=$(eng/theta.sh "$folder/$queue/weights.safetensors")
  [ "$theta" = "$expected" ] || { echo "theta differs on $count workers after $killed kills" >&2; exit 1; }
  [ $killed -gt 0 ] || { echo "no worker was killed: give more steps" >&2; exit 1; }
  echo "$count workers, $killed killed$([ "$2" -eq 0 ] || echo ', broker restarted'), $((SECONDS - started)) s: the same theta"
}

started=$SECONDS
(train alone --steps "$steps") >/dev/null
expected=$(eng/theta.sh "$folder/alone/weights.safetensors")
echo "in one process: $steps outer steps in $((SECONDS - started)) s, theta $expected"
start_broker
for count in 1 2 4; do run $count 0; done
run 2 1
