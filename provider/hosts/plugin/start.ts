// The executable of the plugin: loads the rest, whose compiled code is kept.
import { keepCompiledCode } from "../compile-cache";

keepCompiledCode(process.env);
// Not an import: those are loaded first.
// eslint-disable-next-line @typescript-eslint/no-require-imports
require("./main");
