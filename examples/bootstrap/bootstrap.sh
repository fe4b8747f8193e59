#!/bin/sh
# bootstrap.sh create|delete: what happens once the environment is ready, and what undoes it. Put your own steps here.
set -eu

file="environment.env"

case "$1" in
create)
  {
    echo "WORKSPACE=$WORKSPACE"
    echo "WORKSPACE_URL=$WORKSPACE_URL"
  } >"$file"
  for agent in $AGENTS; do
    # With the coder program at hand, a command can run in the workspace: coder ssh "$WORKSPACE.$agent" -- ./setup.sh
    echo "Agent $agent of $WORKSPACE is ready."
  done
  echo "Wrote $file."
  ;;
delete) rm -f "$file" ;;
*)
  echo "Usage: bootstrap.sh create|delete" >&2
  exit 2
  ;;
esac
