// The executable of the plugin: loads the rest, whose compiled code is kept.
import { loadKept } from "../compile-cache";

/* eslint-disable @typescript-eslint/no-require-imports */
loadKept(require.resolve("./main"), () => require("./main") as object, process.env);
