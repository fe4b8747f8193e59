#!/bin/sh
# Sets up the environment when its agents are ready (create), and undoes that (delete). Put your own steps here.
# Run: `pulumi up` and `pulumi destroy` run it; by hand, `sh bootstrap.sh delete`.
set -eu

file="environment.env"

case "$1" in
create)
  {
    echo "WORKSPACE=$WORKSPACE"
    echo "WORKSPACE_URL=$WORKSPACE_URL"
  } >"$file"
  for agent in $AGENTS; do
    # With the coder program on this machine, a command can run in the workspace:
    # coder ssh "$WORKSPACE.$agent" -- ./setup.sh
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
