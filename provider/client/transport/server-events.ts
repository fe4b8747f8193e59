// Server-sent events of a body, as the messages that a WebSocket would carry.
import { createParser, type EventSourceMessage } from "eventsource-parser";

/**
 * The name of an event is its type, its data is JSON. The parser leaves out events without data, which are signs of
 * life.
 */
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
