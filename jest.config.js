// Unit tests: seconds, no engine, no server. The live suite has a configuration of its own in test/live.
module.exports = {
  testEnvironment: "node",
  globalSetup: "<rootDir>/test/own-home.js",
  globalTeardown: "<rootDir>/test/own-home-removal.js",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/live/", "<rootDir>/test/scale/"],
  // Against hangs only: a machine that is busy with the live suite may take several times as long as usual.
  testTimeout: 120_000,
  transform: { "^.+\\.ts$": ["ts-jest", { diagnostics: false }] },
  moduleNameMapper: {
    "^pulumi-coderd$": "<rootDir>/sdk/index.ts",
    "^pulumi-coderd/provider$": "<rootDir>/provider/index.ts",
  },
};
