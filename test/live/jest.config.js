// The live suite: real engine, real server. Run with `npx jest -c test/live/jest.config.js -w 1`, or some of it by
// naming files.
//
// How to write a test file:
//   const live = useLive("builds");                     // server, recording proxy, and the check for leftovers; see
// live.ts   const stack = await live.stack(`const coderd = require("pulumi-coderd"); …`);   // one Pulumi project; see
// stack.ts   const result = await stack.up();                    // result.operations, result.diagnostics,
// result.outputs, result.text   await live.expectNoChanges(stack);                  // preview shows nothing, up sends
// no mutation Every object's name begins with `live.prefix`. Template sources are in templates.ts.
const path = require("node:path");

const root = path.join(__dirname, "..", "..");

module.exports = {
  rootDir: root,
  roots: [__dirname],
  testEnvironment: "node",
  testMatch: ["<rootDir>/test/live/**/*.test.ts"],
  globalSetup: path.join(__dirname, "global-setup.js"),
  globalTeardown: path.join(__dirname, "global-teardown.mjs"),
  // Against hangs only: on a busy machine each of a test's dozen calls of the engine may take half a minute.
  testTimeout: 600_000,
  slowTestThreshold: 60,
  testSequencer: path.join(__dirname, "sequencer.mjs"),
  transform: { "^.+\\.ts$": ["ts-jest", { diagnostics: false }] },
};
