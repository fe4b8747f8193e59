// @ts-check
// The pure parts of the toolchain, with fake programs on PATH: no network, no build, no server. Run with `node --test`.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import { cacheDirectory, isStale, withLock, writeWhole } from "./cache.mjs";
import { buildModuleFile, buildProgram, goEnvironment, platformName } from "./go-modules.mjs";
import { findOnPath } from "./processes.mjs";
import { fakeProgram, runScript, temporaryFolder } from "./test-support.mjs";
import { describeMirror, describeProblems, planBuilds, provideTools, terraformConfiguration } from "./tools.mjs";
import { chooseVersions, CODER_ENDS, compareVersions, isAcceptable, parseVersion } from "./versions.mjs";

describe("parseVersion", () => {
  it("finds the version in what each tool prints", () => {
    assert.deepEqual(parseVersion("v3.230.0\n"), [3, 230, 0]);
    assert.deepEqual(parseVersion("go1.26"), [1, 26, 0]);
    assert.deepEqual(parseVersion("Coder v2.24.0+e5a74a7 Mon Jul 14"), [2, 24, 0]);
    assert.deepEqual(parseVersion("Terraform v1.11.4\non linux_amd64"), [1, 11, 4]);
    assert.equal(parseVersion("command not found"), undefined);
  });

  it("orders by number and not by text", () => {
    assert.ok(compareVersions([2, 9, 0], [2, 24, 0]) < 0);
    assert.equal(compareVersions([1, 2, 3], [1, 2, 3]), 0);
  });
});

describe("chooseVersions", () => {
  it("takes a version from the environment and then accepts no other", () => {
    const chosen = chooseVersions({ PULUMI_CODERD_TEST_CODER_VERSION: "v2.20.0" });
    assert.equal(chosen.versions.coder, "2.20.0");
    assert.equal(isAcceptable("coder", [2, 20, 0], chosen), true);
    assert.equal(isAcceptable("coder", [2, 24, 0], chosen), false);
    assert.equal(isAcceptable("pulumi", [3, 240, 1], chosen), true);
  });

  it("accepts only supported versions when none is asked for", () => {
    const chosen = chooseVersions({});
    assert.deepEqual(
      [
        isAcceptable("pulumi", [3, 199, 0], chosen),
        isAcceptable("pulumi", [4, 0, 0], chosen),
        isAcceptable("coder", [2, 19, 3], chosen),
      ],
      [false, false, false],
    );
    assert.equal(isAcceptable("coder", [2, 29, 1], chosen), true);
    assert.equal(isAcceptable("coder", undefined, chosen), false);
  });

  it("names the variable that holds no version", () => {
    assert.deepEqual(chooseVersions({ PULUMI_CODERD_TEST_PULUMI_VERSION: "latest" }).problems, [
      '`PULUMI_CODERD_TEST_PULUMI_VERSION` is "latest"; it must be a version such as "3.230.0".',
    ]);
  });
});

describe("cacheDirectory", () => {
  it("follows XDG_CACHE_HOME, and the home folder where that is absent or relative", () => {
    assert.equal(cacheDirectory({ XDG_CACHE_HOME: "/x", HOME: "/home/jane" }), "/x/pulumi-coderd");
    assert.equal(cacheDirectory({ HOME: "/home/jane" }), "/home/jane/.cache/pulumi-coderd");
    assert.equal(cacheDirectory({ XDG_CACHE_HOME: "x", HOME: "/home/jane" }), "/home/jane/.cache/pulumi-coderd");
    assert.equal(cacheDirectory({ HOME: "" }), path.join(os.userInfo().homedir, ".cache", "pulumi-coderd"));
  });
});

describe("writeWhole", () => {
  it("replaces content and mode, leaves nothing beside the file, and does not touch what is right already", (test) => {
    const file = path.join(temporaryFolder(test), "file");
    writeWhole(file, "one", 0o644);
    writeWhole(file, "two", 0o600);
    assert.equal(fs.readFileSync(file, "utf8"), "two");
    assert.equal(fs.statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(fs.readdirSync(path.dirname(file)), ["file"]);
    const before = fs.statSync(file).ino;
    writeWhole(file, "two", 0o600);
    assert.equal(fs.statSync(file).ino, before);
  });
});

describe("withLock", () => {
  const machine = { host: "here", isAlive: (/** @type {number} */ pid) => pid === 1 };

  it("takes over at once from an owner that died on this machine", () => {
    assert.equal(isStale({ pid: 2, host: "here", what: "" }, 0, machine), true);
    assert.equal(isStale({ pid: 1, host: "here", what: "" }, 60_000, machine), false);
  });

  it("takes over from another machine only after a silence", () => {
    assert.equal(isStale({ pid: 2, host: "there", what: "" }, 5_000, machine), false);
    assert.equal(isStale({ pid: 2, host: "there", what: "" }, 60_000, machine), true);
    assert.equal(isStale(undefined, 60_000, machine), true);
  });

  it("lets one holder work at a time and tells the waiting one who holds it", async (test) => {
    const cache = temporaryFolder(test);
    /** @type {string[]} */
    const events = [];
    /** @type {() => void} */
    let release = () => undefined;
    const first = withLock({ cache, name: "x", what: "x" }, async () => {
      events.push("first in");
      await new Promise((resolve) => (release = () => resolve(undefined)));
      events.push("first out");
    });
    const onWait = (/** @type {any} */ owner) => {
      if (owner?.pid === process.pid) events.push("second waits");
      release();
    };
    await Promise.all([
      first,
      withLock({ cache, name: "x", what: "x", onWait }, async () => void events.push("second in")),
    ]);
    assert.deepEqual(events, ["first in", "second waits", "first out", "second in"]);
    assert.deepEqual(fs.readdirSync(path.join(cache, "locks")), []);
  });

  it("removes the lock of a dead owner and its own when the work fails", async (test) => {
    const cache = temporaryFolder(test);
    fs.mkdirSync(path.join(cache, "locks"));
    fs.writeFileSync(
      path.join(cache, "locks", "x.lock"),
      JSON.stringify({ pid: 2 ** 22 + 1, host: os.hostname(), what: "x" }),
    );
    await assert.rejects(
      withLock({ cache, name: "x", what: "x" }, () => Promise.reject(new Error("broken"))),
      /broken/,
    );
    assert.deepEqual(fs.readdirSync(path.join(cache, "locks")), []);
  });
});

describe("buildModuleFile", () => {
  it("carries over the Go version and the replacements, but not those that point into the repository", () => {
    const published = [
      "module example.com/tool",
      "",
      "go 1.24.4",
      "",
      "replace example.com/sdk => ../sdk",
      "// A reason.",
      "replace example.com/one => example.com/fork v1.0.0 // because",
      "replace (",
      "\texample.com/two v1.2.0 => example.com/three v2.0.0",
      "\texample.com/four => ./four",
      ")",
      "require example.com/one v0.9.0",
    ].join("\n");
    const program = { module: "example.com/tool", package: "example.com/tool/cmd", version: "2.0.0", linkerFlags: "" };
    assert.equal(
      buildModuleFile(program, published),
      [
        "module build",
        "go 1.24.4",
        "require example.com/tool v2.0.0",
        "replace example.com/one => example.com/fork v1.0.0",
        "replace example.com/two v1.2.0 => example.com/three v2.0.0",
        "",
      ].join("\n"),
    );
  });
});

describe("buildModuleFile, with modules alongside", () => {
  it("asks for their versions, so that the program is built with them", () => {
    const program = {
      module: "example.com/host",
      package: "example.com/host/cmd",
      version: "1.0.0",
      linkerFlags: "",
      alongside: [{ module: "example.com/engine", version: "3.1.0" }],
    };
    assert.equal(
      buildModuleFile(program, "module example.com/host\ngo 1.25\n"),
      "module build\ngo 1.25\nrequire example.com/host v1.0.0\nrequire example.com/engine v3.1.0\n",
    );
  });
});

describe("buildProgram", () => {
  it("puts the files that the program expects beside it", async (test) => {
    const folder = temporaryFolder(test);
    const module = path.join(folder, "module");
    fs.mkdirSync(path.join(module, "cmd"), { recursive: true });
    fs.writeFileSync(path.join(module, "go.mod"), "module example.com/host\n");
    fs.writeFileSync(path.join(module, "cmd", "host-exec"), "#!/bin/sh\n", { mode: 0o444 });
    const go = fakeProgram(
      folder,
      "go",
      `case "$1" in
        mod) echo '{"Dir":"${module}","GoMod":"${module}/go.mod"}';;
        env) echo go1.26.0;;
        build) echo "$GOTMPDIR" > '${folder}/temporary'; while [ "$1" != -o ]; do shift; done; echo program > "$2";;
      esac`,
    );
    const program = {
      module: "example.com/host",
      package: "example.com/host",
      version: "1.0.0",
      linkerFlags: "",
      companions: ["cmd/host-exec"],
    };
    const target = path.join(folder, "tools", "host");
    const environment = { PATH: "/usr/bin:/bin" };
    await buildProgram(program, { cache: folder, key: "host", target, go, environment, log: () => undefined });
    assert.equal(fs.readFileSync(target, "utf8"), "program\n");
    // What Go leaves when it is killed goes with the folder of the build.
    const temporary = fs.readFileSync(path.join(folder, "temporary"), "utf8").trim();
    assert.ok(temporary.startsWith(path.join(folder, "tmp", "host~")), temporary);
    assert.equal(fs.existsSync(temporary), false);
    assert.equal(fs.statSync(path.join(folder, "tools", "host-exec")).mode & 0o777, 0o755);
  });
});

describe("goEnvironment", () => {
  it("overrides settings that would change what is built", () => {
    const environment = goEnvironment(
      { HOME: "/home/jane", GOFLAGS: "-mod=vendor", GOOS: "windows", GOWORK: "/w", GOPROXY: "https://p" },
      "/cache",
    );
    assert.equal(environment["GOFLAGS"], "-mod=mod -buildvcs=false");
    assert.equal(environment["GOOS"], process.platform);
    assert.equal(environment["GOWORK"], "off");
    assert.equal(environment["CGO_ENABLED"], "0");
    assert.equal(environment["GOPROXY"], "https://p");
    assert.equal(environment["GOMODCACHE"], undefined);
  });

  it("gives Go caches where there is no home folder", () => {
    const environment = goEnvironment({}, "/cache");
    assert.deepEqual([environment["GOMODCACHE"], environment["GOCACHE"]], ["/cache/go/modules", "/cache/go/build"]);
  });
});

describe("planBuilds", () => {
  it("keys every file by its version and adds the known checksums", () => {
    const { versions } = chooseVersions({ PULUMI_CODERD_TEST_CODER_VERSION: "2.25.1" });
    const mirror = describeMirror("/cache", versions.terraformProviderCoder);
    const [coder] = planBuilds("coder", versions, "/cache", mirror).builds;
    assert.equal(coder?.target, "/cache/tools/coder-2.25.1/coder");
    assert.equal(coder?.program.checksums?.length, 2);
    assert.match(coder?.program.linkerFlags ?? "", /buildinfo\.tag=2\.25\.1/);
    assert.match(coder?.program.package ?? "", /\/enterprise\/cmd\/coder$/);
    const newest = planBuilds("coder", { ...versions, coder: CODER_ENDS.newest }, "/cache", mirror).builds[0];
    assert.equal(newest?.program.package, "github.com/coder/coder/v2/cmd/coder");
    const pulumi = planBuilds("pulumi", versions, "/cache", mirror);
    assert.deepEqual(
      pulumi.builds.map((build) => build.target),
      [
        "/cache/tools/pulumi-3.230.0-nodejs-3.68.0/pulumi",
        "/cache/tools/pulumi-3.230.0-nodejs-3.68.0/pulumi-language-nodejs",
      ],
    );
    assert.match(
      mirror.providerFile,
      new RegExp(`/coder/coder/2\\.19\\.0/${platformName()}/terraform-provider-coder_v2\\.19\\.0$`),
    );
  });
});

describe("terraformConfiguration", () => {
  it("takes Coder's provider from the mirror and everything else from its registry", () => {
    assert.equal(
      terraformConfiguration("/m"),
      'provider_installation {\n  filesystem_mirror {\n    path    = "/m"\n    include = ["registry.terraform.io/coder/coder"]\n  }\n' +
        '  direct {\n    exclude = ["registry.terraform.io/coder/coder"]\n  }\n}\n',
    );
  });
});

describe("findOnPath", () => {
  it("ignores relative entries, npm's own folder and files that cannot be run", (test) => {
    const folder = temporaryFolder(test);
    fakeProgram(path.join(folder, "node_modules", ".bin"), "tool", "exit 0");
    fs.mkdirSync(path.join(folder, "a"));
    fs.writeFileSync(path.join(folder, "a", "tool"), "", { mode: 0o644 });
    const right = fakeProgram(path.join(folder, "b"), "tool", "exit 0");
    const searchPath = [
      "",
      "relative",
      path.join(folder, "node_modules", ".bin"),
      path.join(folder, "a"),
      path.join(folder, "b"),
    ].join(":");
    assert.equal(findOnPath("tool", searchPath), right);
    assert.equal(findOnPath("other", searchPath), undefined);
  });
});

describe("provideTools", () => {
  it("uses what is on PATH in a supported version and builds nothing", async (test) => {
    const folder = temporaryFolder(test);
    fakeProgram(folder, "pulumi", "echo v3.250.1");
    for (const part of ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"]) fakeProgram(folder, part, "exit 1");
    fakeProgram(folder, "coder", `echo '{"version":"v2.26.0+abc","slim":false}'`);
    fakeProgram(folder, "terraform", "echo Terraform v1.9.8");
    const { tools, searchPath } = await provideTools(["pulumi", "coder", "terraform"], {
      environment: { PATH: folder, XDG_CACHE_HOME: folder },
    });
    assert.deepEqual(
      Object.values(tools).map((tool) => [tool.name, tool.version, tool.isBuilt]),
      [
        ["pulumi", "3.250.1", false],
        ["coder", "2.26.0", false],
        ["terraform", "1.9.8", false],
      ],
    );
    assert.equal(searchPath, folder);
    assert.equal(fs.existsSync(path.join(folder, "pulumi-coderd")), false);
  });

  it("says why it uses none of what is on PATH, and names everything that is missing at once", async (test) => {
    const folder = temporaryFolder(test);
    fakeProgram(folder, "pulumi", "echo v3.250.1");
    fakeProgram(folder, "coder", `echo '{"version":"v2.24.0","slim":true}'`);
    fakeProgram(folder, "terraform", "echo Terraform v1.0.11");
    fakeProgram(folder, "go", "printf 'go1.20.4\\nlocal\\n'");
    /** @type {string[]} */
    const notes = [];
    const environment = { PATH: folder, XDG_CACHE_HOME: folder };
    await assert.rejects(
      provideTools(["pulumi", "coder", "terraform"], { environment, log: (line) => notes.push(line) }),
      {
        message:
          "The toolchain is not complete:\n" +
          `  - "${folder}/terraform" is version 1.0.11, and Terraform 1.1 or newer is needed to run templates. ` +
          "Get it from https://developer.hashicorp.com/terraform/install and put it on PATH.\n" +
          "  - Go 1.25.8 or newer is needed to build pulumi-3.230.0, pulumi-language-nodejs-3.68.0, coder-2.24.0, " +
          `and "${folder}/go" is 1.20.4 (GOTOOLCHAIN=local). Get it from https://go.dev/dl and put it on PATH; ` +
          "what is installed already is not built: Pulumi (https://www.pulumi.com/docs/install), Coder " +
          "(https://coder.com/docs/install).",
      },
    );
    assert.deepEqual(notes, [
      `"${folder}/pulumi" is not used: it comes without pulumi-language-nodejs.`,
      `"${folder}/coder" is not used: it is the slim build, which cannot run a server.`,
    ]);
  });

  it("accepts an older Go that may fetch a newer one, and fails with the end of Go's log when the build fails", async (test) => {
    const folder = temporaryFolder(test);
    fakeProgram(
      folder,
      "go",
      `[ "$1" = env ] && { printf 'go1.21.0\\nauto\\n'; exit; }; echo 'proxy says 403' >&2; exit 1`,
    );
    const environment = { PATH: `${folder}:/usr/bin:/bin`, XDG_CACHE_HOME: folder };
    await assert.rejects(provideTools(["coder"], { environment }), (/** @type {Error} */ error) => {
      assert.match(
        error.message,
        /^coder-2\.24\.0 could not be built: `go mod` failed while downloading\. Its last lines:\nproxy says 403\n/,
      );
      return true;
    });
    assert.deepEqual(fs.readdirSync(path.join(folder, "pulumi-coderd", "tmp")), []);
    assert.deepEqual(fs.readdirSync(path.join(folder, "pulumi-coderd", "locks")), []);
  });

  it("says a single problem in one line", () => {
    assert.equal(describeProblems(["Go is missing."]), "The toolchain is not complete: Go is missing.");
  });
});

describe("compat.mjs", () => {
  it("refuses a test file that is not there, before anything is built", async () => {
    const { code, stderr } = await runScript("compat.mjs", ["template", "none"], process.env);
    assert.equal(code, 1);
    assert.match(stderr, /^There is no live test "none"\. Known are: agents, .*template-version, template, /);
  });
});

describe("install.mjs", () => {
  it("refuses a tool that it does not know", async () => {
    const { code, stderr } = await runScript("install.mjs", ["helm"], process.env);
    assert.equal(code, 1);
    assert.equal(stderr, 'There is no tool "helm". Known are: pulumi, coder, terraform, terraform-provider-coder.\n');
  });
});
