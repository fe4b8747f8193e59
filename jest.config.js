// Unit tests: seconds, no engine, no server. The live suite has a configuration of its own in test/live.
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/live/"],
  transform: { "^.+\\.ts$": ["@swc/jest", { jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs", ignoreDynamic: true } }] },
  moduleNameMapper: { "^pulumi-coder$": "<rootDir>/sdk/index.ts", "^pulumi-coder/provider$": "<rootDir>/provider/index.ts" },
};
