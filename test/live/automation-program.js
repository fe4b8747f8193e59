// @ts-check
// A user's script that runs Pulumi by the Automation API. automation.test.ts starts it where `pulumi-coderd-plugin` is
// installed, gives it names, and reads its one line of output: JSON with the engine's counts, step by step.
const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const coderd = require("pulumi-coderd-plugin");

/** @type {{ name: string, files: Record<string, string> }} */
const { name, files } = JSON.parse(process.argv[2] ?? "{}");

/**
 * @param {string} displayName
 * @param {object} [options]
 */
function program(displayName, options) {
  return async () => {
    const version = new coderd.TemplateVersion("version", { templateName: name, source: { files } }, options);
    const template = new coderd.Template("template", { name, displayName, activeVersionId: version.id });
    const user = await coderd.getUser();
    return { templateId: template.id, versionName: version.name, versionId: version.id, user: user.username };
  };
}

async function main() {
  /** @type {Record<string, unknown>} */
  const report = {};
  const made = await LocalWorkspace.createOrSelectStack({
    stackName: "made",
    projectName: name,
    program: program("One"),
  });
  report.preview = (await made.preview()).changeSummary;
  const first = await made.up();
  report.up = first.summary.resourceChanges;
  report.outputs = Object.fromEntries(Object.entries(first.outputs).map(([key, { value }]) => [key, value]));
  report.again = (await made.up()).summary.resourceChanges;
  report.refresh = (await made.refresh()).summary.resourceChanges;
  report.change = (await made.up({ program: program("Two") })).summary.resourceChanges;

  // Both are imported by names: the template by the command, the version by an option.
  const { versionName, versionId } = /** @type {{ versionName: string, versionId: string }} */ (report.outputs);
  const adopted = await LocalWorkspace.createOrSelectStack({
    stackName: "adopted",
    projectName: name,
    program: program("Two", { import: `coder/${name}/${versionName}` }),
  });
  const resources = [{ type: "coderd:index:Template", name: "template", id: `coder/${name}` }];
  await adopted.import({ resources, protect: false, generateCode: false });
  const imported = await adopted.up();
  report.import = imported.summary.resourceChanges;
  report.isSameVersion = imported.outputs["versionId"]?.value === versionId;
  report.afterImport = (await adopted.preview()).changeSummary;
  await adopted.workspace.removeStack("adopted", { force: true });

  report.destroy = (await made.destroy()).summary.resourceChanges;
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

void main();
