import { KeptEntries } from "../../../../provider/client/transport/kept-entries";
import { Transport } from "../../../../provider/client/transport/transport";

it("keeps what it can, and leaves an entry with 6,000 lists in each other to the server", () => {
  const transport = new Transport({ url: "http://127.0.0.1:1" });
  const entries = new KeptEntries(1_000);
  const more: unknown = JSON.parse(`${"[".repeat(6_000)}${"]".repeat(6_000)}`);
  const time = transport.clock.now();
  entries.keep([{ id: "deep", more } as { id: string }, { id: "plain" }], { time, change: transport.changes.now });
  expect(["deep", "plain"].map((id) => entries.has(id, transport))).toEqual([false, true]);
  expect(entries.find("plain", transport)).toEqual({ id: "plain" });
});
