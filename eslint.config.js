const js = require("@eslint/js");
const typescript = require("typescript-eslint");

module.exports = typescript.config(
  {
    ignores: [
      "dist/",
      "**/node_modules/",
      "examples/**/*.js",
      "test/live/programs/",
      "sdk/generated/",
      "provider/declarations.ts",
    ],
  },
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [typescript.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: "tsconfig.json", tsconfigRootDir: __dirname } },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-console": "error",
    },
  },
  { rules: { "max-len": ["error", { code: 120, ignoreRegExpLiterals: true }] } },
  { files: ["provider/**", "sdk/**"], rules: { "max-params": ["error", 4] } },
  // The first is the connection, which callers of a client do not give.
  { files: ["provider/client/*.ts"], rules: { "max-params": ["error", 5] } },
  // Programs and titles stand in the strings of tests.
  {
    files: ["test/**"],
    rules: {
      "max-len": [
        "error",
        { code: 120, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true },
      ],
    },
  },
  {
    files: ["**/*.js", "**/*.mjs"],
    languageOptions: {
      globals: {
        require: "readonly",
        module: "writable",
        __dirname: "readonly",
        process: "readonly",
        console: "readonly",
        Buffer: "readonly",
        fetch: "readonly",
        performance: "readonly",
        setTimeout: "readonly",
        clearTimeout: "readonly",
        setInterval: "readonly",
        clearInterval: "readonly",
        URL: "readonly",
        AbortSignal: "readonly",
        AbortController: "readonly",
      },
    },
  },
  // Pieces of programs: what they find is in test/preview-corpus/programs.ts.
  {
    files: ["test/preview-corpus/**/*.js"],
    languageOptions: {
      globals: { coderd: "readonly", pulumi: "readonly", config: "readonly", name: "readonly", versionId: "readonly" },
    },
  },
  { files: ["examples/**/*.ts", "test/**/*.ts"], rules: { "no-console": "off" } },
);
