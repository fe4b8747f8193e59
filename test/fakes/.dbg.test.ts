import { useProcessRuns } from "./process-runs";
const runs = useProcessRuns();
it("x", async () => {
  const t0 = Date.now();
  runs.server.http.before = (found: string) => void console.log(Date.now() - t0, found);
  const source = { files: { "main.tf": `resource "terraform_data" "main" {\n  input = "1"\n}\n` } };
  console.log(Date.now() - t0, "start");
  await runs.next("plugin", { validateAtPreview: "true" });
  console.log(Date.now() - t0, "started");
  const a = runs.resource("plugin", "Template");
  const p = runs.process;
  setTimeout(() => console.log(p.errors), 15000).unref();
  const r = await a.preview({ name: "docker", source });
  console.log(Date.now() - t0, JSON.stringify(r).slice(0, 1500));
});
