// What the server thinks of parameter values in the dynamic flow. The first questions about a version are requests of
// their own; all others share one connection, because the server limits requests and no messages.
import type { CoderClient } from "../../client/client";
import type { EvaluatedParameters, OwnedDynamicParameterInputs } from "../../client/dry-runs";
import { abortable, SingleFlight } from "../../client/transport/single-flight";
import { CoderError } from "../../errors";
import type { Context } from "../../handler";
import { KEPT_MILLISECONDS } from "../names/check-answers";

/** So many questions about a version are asked by requests. */
const SINGLE_QUESTIONS = 3;
/** A connection without a question is closed: a process must be able to end. */
const IDLE_MILLISECONDS = 2_000;
/** A connection that answers no faster is given up, and its questions are asked by requests. */
const ANSWER_MILLISECONDS = 15_000;
/** After so many broken connections the questions about a version are asked by requests. */
const MOST_FAILURES = 3;

interface Question {
  asked: OwnedDynamicParameterInputs;
  resolve: (answer: EvaluatedParameters) => void;
  reject: (thrown: unknown) => void;
}

/**
 * An answer also depends on what the owner may do, which may change: kept only while workspaces are checked together.
 */
const known = new SingleFlight<EvaluatedParameters>(KEPT_MILLISECONDS);
/** By server, token and version. */
const versions = new Map<string, Evaluator>();

/** Workspaces of a program often ask the same, and so do `check` and `diff` of one workspace. */
export function evaluateParameters(
  context: Context,
  versionId: string,
  asked: OwnedDynamicParameterInputs,
): Promise<EvaluatedParameters> {
  const { client, signal } = context;
  const inputs = Object.entries(asked.inputs).sort(([left], [right]) => (left < right ? -1 : 1));
  const place = `${client.identity} ${versionId}`;
  const evaluator = versions.get(place) ?? new Evaluator(versionId);
  versions.set(place, evaluator);
  const key = JSON.stringify([place, asked.owner_id, inputs]);
  return known.get(key, () => evaluator.evaluate(client, asked, signal), { signal });
}

/** The questions about one version. */
class Evaluator {
  private questions = 0;
  private conversation: Conversation | undefined;
  private failures = 0;
  private failed: Conversation | undefined;

  constructor(private readonly versionId: string) {}

  async evaluate(
    client: CoderClient,
    asked: OwnedDynamicParameterInputs,
    signal: AbortSignal,
  ): Promise<EvaluatedParameters> {
    this.questions += 1;
    if (this.questions > SINGLE_QUESTIONS && this.failures < MOST_FAILURES) {
      const conversation = this.conversationWith(client);
      try {
        return await abortable(conversation.ask(asked), signal);
      } catch {
        signal.throwIfAborted();
        this.noteFailure(conversation);
      }
    }
    return client.evaluateDynamicParameters(this.versionId, { id: 1, ...asked });
  }

  /** Many questions may have been on one connection. */
  private noteFailure(conversation: Conversation): void {
    if (this.failed === conversation) return;
    this.failed = conversation;
    // A proxy may let no WebSocket through at all; one that was open may break.
    this.failures = conversation.hasAnswered ? this.failures + 1 : MOST_FAILURES;
  }

  private conversationWith(client: CoderClient): Conversation {
    if (this.conversation?.isOver !== false) this.conversation = new Conversation(client, this.versionId);
    return this.conversation;
  }
}

/** One connection with many questions, which the server answers in turn. */
class Conversation {
  isOver = false;
  hasAnswered = false;
  private readonly waiting: Question[] = [];
  private readonly sent: Question[] = [];
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private wake: () => void = () => {};

  constructor(client: CoderClient, versionId: string) {
    // It outlives the operation that opens it. Where it has to wait, a request takes its place and says why.
    const own = client.with({
      signal: this.controller.signal,
      onWait: (message) => this.controller.abort(new CoderError(message)),
    });
    void this.converse(own, versionId).then(
      () => this.end(new CoderError("The connection for the evaluation of parameters was closed.")),
      (thrown: unknown) => this.end(thrown),
    );
  }

  ask(asked: OwnedDynamicParameterInputs): Promise<EvaluatedParameters> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ asked, resolve, reject });
      this.limit();
      this.wake();
    });
  }

  private async converse(client: CoderClient, versionId: string): Promise<void> {
    for await (const answer of client.streamDynamicParameters(versionId, this.questions())) {
      // The server begins with the parameters as they are without input.
      if (this.hasAnswered) this.sent.shift()?.resolve(answer);
      this.hasAnswered = true;
      this.limit();
    }
  }

  /** Ends when the connection is over. */
  private async *questions(): AsyncGenerator<OwnedDynamicParameterInputs, void, void> {
    for (;;) {
      const question = this.waiting.shift();
      if (question !== undefined) {
        this.sent.push(question);
        yield question.asked;
      } else if (this.isOver) {
        return;
      } else {
        await new Promise<void>((resolve) => (this.wake = resolve));
      }
    }
  }

  /** Gives the server time for the next answer, or the program for the next question. */
  private limit(): void {
    clearTimeout(this.timer);
    const isIdle = this.waiting.length + this.sent.length === 0;
    const end = (): void => {
      this.isOver = true;
      if (isIdle) this.wake();
      else this.controller.abort(new CoderError("The server did not answer in time."));
    };
    // The open connection keeps the process alive, this must not.
    this.timer = setTimeout(end, isIdle ? IDLE_MILLISECONDS : ANSWER_MILLISECONDS).unref();
  }

  private end(thrown: unknown): void {
    this.isOver = true;
    clearTimeout(this.timer);
    for (const { reject } of [...this.sent.splice(0), ...this.waiting.splice(0)]) reject(thrown);
  }
}
