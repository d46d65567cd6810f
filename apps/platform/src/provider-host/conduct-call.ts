import { contractError, hostError } from './host-error.ts';
import { HostedError } from './provider-host.ts';
import { readFailure } from './answers.ts';
import type { CallOutcome, LostReason, StartedCall } from './host-process.ts';
import type { Order, Question, Surroundings } from './messages.ts';
import type { ProcessOwner, ProcessPool } from './process-pool.ts';

export interface CallRequest<T> {
  readonly pool: ProcessPool;
  readonly owner: ProcessOwner;
  readonly order: Order;
  readonly surroundings: Surroundings;
  /** Takes one item of the answer. Throws where it is of another shape. */
  readonly read: (item: unknown) => T;
  readonly mostItems: number;
  /** Milliseconds, from the moment that a process takes it. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  /** Answers a question for a token; throws what may be told. */
  readonly answer: (question: Question, signal: AbortSignal) => Promise<string>;
}

let calls = 0;

/**
 * Has a process do one call and hands on its items as they come.
 *
 * @throws HostedError that of the provider; `PROVIDER_HOST_FAILED`, `ABORTED`, `OVERLOADED`
 */
export async function* conductCall<T>(request: CallRequest<T>): AsyncGenerator<T, void, undefined> {
  const { pool, owner, order, surroundings, signal } = request;
  const place = await pool.take(owner, signal);
  const over = new AbortController();
  const inbox = new Inbox<T>(request.mostItems);
  const call = ++calls;
  const started: StartedCall = place.process.start(call, order, surroundings, {
    item: (item) => inbox.add(request.read(item)),
    question: (question) => void reply(question),
    settle(outcome) {
      over.abort();
      place.release();
      inbox.end(failureOf(outcome, owner));
    },
  });

  async function reply(question: Question): Promise<void> {
    const about = { call, question: question.question };
    try {
      started.say({ type: 'token', ...about, token: await request.answer(question, over.signal) });
    } catch (error) {
      const { message, hint } = error instanceof HostedError ? error.failure : { message: 'The issuer gave no token.', hint: 'Try again; if it lasts, look at the log of the server.' };
      started.say({ type: 'no-token', ...about, message: message.slice(0, 2_000), hint: hint.slice(0, 2_000) });
    }
  }

  const giveUp = (): void => inbox.end(contractError('ABORTED', 'The call was given up.'));
  const deadline = setTimeout(() => inbox.end(hostError('PROVIDER_HOST_FAILED', `The provider gave no answer within ${request.deadlineMs / 1000} s.`)), request.deadlineMs);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    if (signal.aborted) giveUp();
    yield* inbox.items();
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener('abort', giveUp);
    over.abort();
    started.abort();
  }
}

/** What has come and was not taken yet. */
class Inbox<T> {
  readonly #most: number;
  #items: T[] = [];
  #count = 0;
  #end: { readonly failure: Error | undefined } | undefined;
  #news = Promise.withResolvers<void>();

  constructor(most: number) {
    this.#most = most;
  }

  add(item: T): void {
    this.#count += 1;
    if (this.#count > this.#most) throw new RangeError('Nobody asked for so much.');
    this.#items.push(item);
    this.#news.resolve();
  }

  end(failure: Error | undefined): void {
    this.#end ??= { failure };
    this.#news.resolve();
  }

  async* items(): AsyncGenerator<T, void, undefined> {
    for (;;) {
      const items = this.#items;
      this.#items = [];
      yield* items;
      if (this.#items.length > 0) continue;
      if (this.#end?.failure) throw this.#end.failure;
      if (this.#end) return;
      await this.#news.promise;
      this.#news = Promise.withResolvers<void>();
    }
  }
}

function failureOf(outcome: CallOutcome, owner: ProcessOwner): Error | undefined {
  if (outcome.type === 'end') return undefined;
  if (outcome.type === 'lost') return new LostCallError(outcome.reason, owner);
  try {
    return new HostedError(readFailure(outcome.failure));
  } catch {
    return new LostCallError('shape', owner);
  }
}

/** `PROVIDER_HOST_FAILED`, with why. */
export class LostCallError extends HostedError {
  readonly reason: LostReason;

  constructor(reason: LostReason, { package: name }: ProcessOwner) {
    super(hostError('PROVIDER_HOST_FAILED', `The process that runs the providers ${sentences[reason]}.`, name === undefined ? undefined : `Try again; if it lasts, look at ${name}, whose code ran in it.`).failure);
    this.reason = reason;
  }
}

const sentences: Readonly<Record<LostReason, string>> = {
  ended: 'ended before it answered', silent: 'did not answer and was ended', memory: 'took too much memory and was ended',
  shape: 'gave what is no answer', stuck: 'did not stop when it was asked to',
};

export async function itemsOf<T>(call: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of call) items.push(item);
  return items;
}
