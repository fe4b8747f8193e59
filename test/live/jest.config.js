// The live suite: real engine, real server. `npx jest -c test/live/jest.config.js` runs it, or some of its files.
//
// A test file begins with
//
//   const live = useLive("builds");      // the server behind a recording proxy, and the check for leftovers: live.ts
//
// and its tests work with stacks, each a Pulumi project of its own (stack.ts):
//
//   const stack = await live.stack(`const coderd = require("pulumi-coderd"); …`);
//   const { operations, diagnostics, outputs, text } = await stack.up();
//   await stack.expectNoChanges();       // preview shows nothing, and up sends no mutation
//
// Two files run at a time on the one server (runner.mjs). So the name of every object begins with `live.prefix`, and a
// version with a `name` has files that no other test file has: the provider could take the other one's for its own. A
// test that measures time, or changes objects of others, says in its file's header `Runs alone: ` and why.
// Template sources are in templates.ts.
const path = require("node:path");

const root = path.join(__dirname, "..", "..");

module.exports = {
  rootDir: root,
  roots: [__dirname],
  testEnvironment: "node",
  testMatch: ["<rootDir>/test/live/**/*.test.ts"],
  globalSetup: path.join(__dirname, "global-setup.js"),
  globalTeardown: path.join(__dirname, "global-teardown.mjs"),
  // Only against hangs: on a busy machine each of a test's dozen calls of the engine may take half a minute.
  testTimeout: 600_000,
  slowTestThreshold: 60,
  testSequencer: path.join(__dirname, "sequencer.mjs"),
  runner: path.join(__dirname, "runner.mjs"),
  maxWorkers: 2,
  transform: { "^.+\\.ts$": ["ts-jest", { diagnostics: false }] },
};
