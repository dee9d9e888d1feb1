#!/usr/bin/env bash
# Runs a private RabbitMQ in the foreground, for tests and for trying workers on one machine. Needs Debian's
# rabbitmq-server and no root: data, log and cookie are in FOLDER, and it listens on this machine only. Ends with its
# starter, or on SIGTERM. Usage: eng/broker.sh FOLDER PORT [NODE_PORT EPMD_PORT]
set -u

server=/usr/lib/rabbitmq/bin/rabbitmq-server
[ $# -ge 2 ] || { echo "usage: eng/broker.sh FOLDER PORT [NODE_PORT EPMD_PORT]" >&2; exit 2; }
[ -x "$server" ] || { echo "rabbitmq-server is not installed: apt-get install rabbitmq-server (its own service is not needed)" >&2; exit 12; }
mkdir -p "$1" && folder=$(cd "$1" && pwd) && port=$2 node_port=${3:-$(($2 + 1))} epmd_port=${4:-$(($2 + 2))} owner=$PPID
[ -n "${folder:-}" ] || exit 4

# Settings of a system-wide installation are not ours.
unset "${!RABBITMQ_@}"
: >"$folder/environment"
[ -f "$folder/rabbitmq.conf" ] || cat >"$folder/rabbitmq.conf" <<CONF
listeners.tcp.1 = 127.0.0.1:$port
handshake_timeout = 60000
log.file.level = warning
CONF

export ERL_CRASH_DUMP=$folder/crash.dump HOME=$folder ERL_EPMD_PORT=$epmd_port ERL_EPMD_ADDRESS=127.0.0.1
epmd -port "$epmd_port" -address 127.0.0.1 &
epmd=$!
RABBITMQ_NODENAME=learnedopt-$port@localhost RABBITMQ_DIST_PORT=$node_port RABBITMQ_PID_FILE=$folder/pid \
  RABBITMQ_MNESIA_BASE=$folder/data RABBITMQ_LOG_BASE=$folder/log RABBITMQ_ENABLED_PLUGINS_FILE=$folder/plugins \
  RABBITMQ_CONFIG_FILE=$folder/rabbitmq RABBITMQ_CONF_ENV_FILE=$folder/environment \
  RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-kernel inet_dist_use_interface {127,0,0,1}' \
  "$server" >"$folder/output" 2>&1 &
running=$!

# Erlang says it in terms of its own.
say_why() {
  if grep -q -E 'eaddrinuse|dist_port_already_used' "$folder/output"; then
    echo "port $port or $node_port is taken by another program: give others"
  else
    tail -n 5 "$folder/output"
  fi
}

finish() {
  trap '' TERM INT
  local node
  node=$(cat "$folder/pid" 2>/dev/null) || node=
  # The node itself ends cleanly on SIGTERM; its script would start another Erlang to tell it so.
  [ -z "$node" ] || kill -TERM "$node" 2>/dev/null
  for _ in $(seq 100); do
    if [ -z "$node" ] || ! kill -0 "$node" 2>/dev/null; then break; fi
    sleep 0.1
  done
  [ -z "$node" ] || kill -KILL "$node" 2>/dev/null
  kill -KILL "$running" "$epmd" 2>/dev/null
  wait 2>/dev/null
  rm -f "$folder/pid"
}
trap 'finish; exit 0' TERM INT
while kill -0 "$running" 2>/dev/null && kill -0 "$owner" 2>/dev/null; do sleep 0.2; done
kill -0 "$running" 2>/dev/null || { say_why >&2; finish; exit 1; }
finish
