// A queue that never moves, on the real engine and server: a version whose tags no provisioner has. The wait ends at
// the time limit of each host, and says what it waited for.
import { HOSTS, stackOn } from "./host-programs";
import { useLive } from "./live";
import { messagesAt } from "./stack";
import { plainTemplate } from "./templates";

const live = useLive("queue");

it.each(HOSTS)(
  "on the %s host, an import in a queue that never moves is given up, and its version kept",
  async (host) => {
    const name = `${live.prefix}${host}`;
    const version = {
      templateName: name,
      provisionerTags: { nobody: live.prefix },
      source: { files: plainTemplate(name) },
    };
    // The dynamic host is not told of `customTimeouts`.
    const options = host === "plugin" ? { customTimeouts: { create: "4s" } } : {};
    const program = `new coderd.TemplateVersion("version", ${JSON.stringify(version)}, ${JSON.stringify(options)});`;
    const configuration = host === "plugin" ? {} : { "coderd:jobTimeoutSeconds": "4" };
    const stack = await stackOn(host, live, program, { configuration });
    const message = messagesAt(await stack.upFailing(["--skip-preview"]), "version", "error").join("\n");
    const setting = host === "plugin" ? "customTimeouts" : "coderd:jobTimeoutSeconds";
    expect(message).toContain(`its job was not done after 4 seconds (\`${setting}\`)`);
    expect(message).toContain("No provisioner had taken the job up.");
    const found = await live.api.version(stack.stateOf("version").id ?? "");
    expect(found.job.status).toBe("canceled");
  },
);
