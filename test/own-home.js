// A home of Pulumi's for the unit tests: what the provider keeps there is not the user's.
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

module.exports = () => {
  process.env.PULUMI_HOME = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-coderd-home-"));
};
