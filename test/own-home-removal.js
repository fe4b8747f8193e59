// Removes what own-home.js made.
const fs = require("node:fs");

module.exports = () => fs.rmSync(process.env.PULUMI_HOME, { recursive: true, force: true });
