// Preloaded into Node processes of a stack (NODE_OPTIONS=--require …): leaves each one's id, under the script's name,
// in LIVE_PROCESSES.
const fs = require("node:fs");

if (process.env.LIVE_PROCESSES)
  fs.appendFileSync(process.env.LIVE_PROCESSES, `${process.pid} ${process.argv[1] ?? ""}\n`);
