// Server-sent events of a body, as the messages that a WebSocket would carry.
import { createParser, type EventSourceMessage } from "eventsource-parser";

/** An event's name is its type, its data is JSON. An event without data (a sign of life) is none to the parser. */
export async function* eventsOf(
  body: AsyncIterable<Uint8Array>,
  onSignOfLife: () => void,
): AsyncGenerator<{ type: string; text: string }, void, void> {
  const events: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => events.push(event) });
  const decoder = new TextDecoder();
  for await (const chunk of body) {
    onSignOfLife();
    parser.feed(decoder.decode(chunk, { stream: true }));
    for (const event of events.splice(0)) yield { type: event.event ?? "message", text: event.data };
  }
}
