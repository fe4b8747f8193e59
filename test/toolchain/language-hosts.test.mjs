// @ts-check
// Which hosts and which Python are taken, with fake programs on PATH: no network, no build. Run with `node --test`.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { provideLanguageHosts } from "./language-hosts.mjs";
import { findPython } from "./python.mjs";
import { fakeProgram, temporaryFolder } from "./test-support.mjs";

describe("provideLanguageHosts", () => {
  const log = () => undefined;

  it("takes a host on PATH, or beside the engine, and builds nothing", async (test) => {
    const folder = temporaryFolder(test);
    const real = path.join(folder, "installed");
    fakeProgram(real, "pulumi", "exit 1");
    fakeProgram(real, "pulumi-language-python", "exit 1");
    fs.mkdirSync(path.join(folder, "bin"));
    fs.symlinkSync(path.join(real, "pulumi"), path.join(folder, "bin", "pulumi"));
    fakeProgram(path.join(folder, "bin"), "pulumi-language-go", "exit 1");
    const environment = { PATH: path.join(folder, "bin"), XDG_CACHE_HOME: folder };
    assert.deepEqual(await provideLanguageHosts(["python", "go"], { environment, log }), []);
    assert.equal(fs.existsSync(path.join(folder, "pulumi-coderd")), false);
  });

  it("says what it needs to build one, and refuses a language that it does not know", async (test) => {
    const folder = temporaryFolder(test);
    const environment = { PATH: folder, XDG_CACHE_HOME: folder };
    await assert.rejects(provideLanguageHosts(["yaml"], { environment, log }), {
      message:
        "The toolchain is not complete: Go 1.25.8 or newer is needed to build pulumi-language-yaml-1.30.0-3.230.0, " +
        "and `go` is not on PATH. " +
        "Get it from https://go.dev/dl and put it on PATH; what is installed already is not built: Pulumi " +
        "(https://www.pulumi.com/docs/install).",
    });
    await assert.rejects(provideLanguageHosts(["cobol"], { environment, log }), /no language host for "cobol"/);
  });
});

describe("findPython", () => {
  it("tells a Python that will do, one that is too old, one without venv, and none", async (test) => {
    const folder = temporaryFolder(test);
    const environment = { PATH: folder };
    assert.deepEqual(await findPython(environment), {
      problem: "Python 3.10 or newer is needed, and `python3` is not on PATH.",
    });
    const file = fakeProgram(folder, "python3", "echo 3.12.4");
    assert.deepEqual(await findPython(environment), { file, version: "3.12.4" });
    fakeProgram(folder, "python3", "echo 3.9.2; exit 1");
    assert.deepEqual(await findPython(environment), {
      problem: `Python 3.10 or newer is needed, and "${file}" is 3.9.2.`,
    });
    fakeProgram(folder, "python3", `echo "ModuleNotFoundError: No module named 'ensurepip'" >&2; exit 1`);
    assert.deepEqual(await findPython(environment), {
      problem:
        `Python with venv and pip is needed, and "${file}" comes without (ModuleNotFoundError: No module named ` +
        "'ensurepip'). " +
        "On Debian: apt install python3-venv.",
    });
  });
});
