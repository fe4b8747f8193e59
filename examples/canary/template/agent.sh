#!/bin/sh
# Starts the agent with the given id on this machine, or stops it. Linux only: it looks for the provisioner in /proc.
# Run: machine.tf runs `sh agent.sh start ID` when the workspace starts, and `sh agent.sh stop ID` when it stops.
set -eu

folder="$HOME/.coder-agents/$2"

start() {
  # The provisioner started Terraform, which started a shell, which started this script. The provisioner's program is
  # `coder`, and the same program can run an agent.
  pid=$$
  while [ "$pid" -gt 1 ]; do
    pid=$(awk '/^PPid:/ { print $2 }' "/proc/$pid/status")
    program=$(readlink "/proc/$pid/exe" || true)
    case "$program" in */coder | */coder-*) break ;; esac
  done
  [ "$pid" -gt 1 ] || { echo "No provisioner was found above this process." >&2; exit 1; }

  mkdir -p "$folder"
  export CODER_AGENT_LOG_DIR="$folder" CODER_AGENT_SCRIPT_DATA_DIR="$folder"
  # Without ports for debugging: agents on the same machine would all want the same ones.
  export CODER_AGENT_PPROF_ADDRESS= CODER_AGENT_PROMETHEUS_ADDRESS= CODER_AGENT_DEBUG_ADDRESS=
  nohup "$program" --global-config "$folder" agent </dev/null >"$folder/agent.log" 2>&1 &
  echo $! >"$folder/pid"
}

stop() {
  [ -f "$folder/pid" ] || return 0
  pid=$(cat "$folder/pid")
  # The agent gets five seconds to end by itself.
  kill "$pid" 2>/dev/null || true
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.5
  done
  kill -9 "$pid" 2>/dev/null || true
  rm -rf "$folder"
}

"$1"
