#!/bin/sh
# agent.sh start|stop ID: runs the agent on this machine, or ends it. Linux only: it looks for the provisioner in /proc.
set -eu

folder="$HOME/.coder-agents/$2"

start() {
  # The provisioner runs Terraform, which runs a shell, which runs this. It is the program `coder`, which is an agent as well.
  pid=$$
  while [ "$pid" -gt 1 ]; do
    pid=$(awk '/^PPid:/ { print $2 }' "/proc/$pid/status")
    program=$(readlink "/proc/$pid/exe" || true)
    case "$program" in */coder | */coder-*) break ;; esac
  done
  [ "$pid" -gt 1 ] || { echo "No provisioner was found above this process." >&2; exit 1; }

  mkdir -p "$folder"
  export CODER_AGENT_LOG_DIR="$folder" CODER_AGENT_SCRIPT_DATA_DIR="$folder"
  # Its ports for debugging would meet those of other agents on this machine.
  export CODER_AGENT_PPROF_ADDRESS= CODER_AGENT_PROMETHEUS_ADDRESS= CODER_AGENT_DEBUG_ADDRESS=
  nohup "$program" --global-config "$folder" agent </dev/null >"$folder/agent.log" 2>&1 &
  echo $! >"$folder/pid"
}

stop() {
  [ -f "$folder/pid" ] || return 0
  pid=$(cat "$folder/pid")
  # It may have ended by itself; if not, it has some seconds to say goodbye.
  kill "$pid" 2>/dev/null || true
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.5
  done
  kill -9 "$pid" 2>/dev/null || true
  rm -rf "$folder"
}

"$1"
