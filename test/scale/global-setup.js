// @ts-check
// Before the scale suite: a server that also takes the provisioner `echo`, which makes nothing, and so makes it fast.
const { setUp } = require("../live/global-setup.js");

module.exports = () =>
  setUp({
    CODER_PROVISIONER_TYPES: "terraform,echo",
    CODER_PROVISIONER_DAEMONS: "8",
    CODER_API_RATE_LIMIT: process.env["SCALE_LIMIT"] ?? "",
  });
