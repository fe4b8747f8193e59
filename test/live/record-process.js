// Preloaded into the Node processes of a stack (NODE_OPTIONS=--require …): writes a line with the process's id and its
// script to the file LIVE_PROCESSES, and another once it loads the dynamic host.
const fs = require("node:fs");
const Module = require("node:module");

const DYNAMIC_HOST = "pulumi-coderd/dynamic";

const note = (text) => {
  if (process.env.LIVE_PROCESSES) fs.appendFileSync(process.env.LIVE_PROCESSES, `${process.pid} ${text}\n`);
};

note(process.argv[1] ?? "");
const load = Module._load;
Module._load = (request, ...more) => {
  if (request === DYNAMIC_HOST) note(DYNAMIC_HOST);
  return load(request, ...more);
};
