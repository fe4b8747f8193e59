// Preloaded into the Node processes of a stack (NODE_OPTIONS=--require …): writes a line with the process's id and its
// script to the file LIVE_PROCESSES.
const fs = require("node:fs");

if (process.env.LIVE_PROCESSES)
  fs.appendFileSync(process.env.LIVE_PROCESSES, `${process.pid} ${process.argv[1] ?? ""}\n`);
