// The scale suite: a thousand workspaces on a real server with its usual limits. It runs by its own command, with the
// rooms of the live suite: `npm run test:scale`, see test/README.md.
const path = require("node:path");
const live = require("../live/jest.config.js");

module.exports = {
  ...live,
  roots: [__dirname],
  testMatch: ["<rootDir>/test/scale/**/*.test.ts"],
  globalSetup: path.join(__dirname, "global-setup.js"),
  // Only against hangs: a thousand workspaces take some minutes for each of a test's commands.
  testTimeout: 7_200_000,
  maxWorkers: 1,
};
