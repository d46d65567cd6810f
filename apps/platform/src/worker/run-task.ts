import type { WorkerTask } from '../worker-protocol/protocol.ts';
import { isPassing, pause, pauseMs, type Random } from './backoff.ts';
import { errorOf } from './run-kickoff.ts';
import type { PlatformClient } from './platform-client.ts';
import type { Slot, TokenAnswer, TokenQuestion } from './slot.ts';
import type { Slots } from './slots.ts';
import type { WorkerIdentity } from './worker-identity.ts';

export interface TaskParts {
  readonly slots: Slots;
  readonly client: PlatformClient;
  readonly identity: WorkerIdentity;
  readonly random: Random;
  readonly signal: AbortSignal;
}

const mostRepeats = 3;

/** Does one task in a process for tasks, and answers with what it says, line by line. It never rejects. */
export async function runTask(task: WorkerTask, { slots, client, identity, random, signal }: TaskParts): Promise<void> {
  const unwanted = new AbortController();
  const ended = AbortSignal.any([signal, unwanted.signal, AbortSignal.timeout(task.deadlineMs)]);
  const lines = new LineQueue();
  const answered = tell();
  const work = async (slot: Slot): Promise<boolean> => {
    const kill = (): void => void slot.kill();
    ended.addEventListener('abort', kill, { once: true });
    if (ended.aborted) kill();
    const done = await slot.task(task, {
      onToken: (question) => tokenFor(question, task, identity, ended), onLog: () => Promise.resolve(), onSteps: () => undefined, onLine: (line) => lines.push(line),
    });
    ended.removeEventListener('abort', kill);
    if (!done) lines.push({ failure: { ...errorOf('WORKER_FAILED', 'The process of the task ended before its time.'), retryable: true } });
    return done;
  };
  await slots.use(work).catch(() => undefined);
  lines.push({ done: true });
  lines.end();
  await answered;

  /** Where nobody waits for it any more, the task ends. */
  async function tell(): Promise<void> {
    for await (const some of lines) {
      let answer = await client.answer(task.taskId, some, signal);
      for (let attempt = 0; isPassing(answer) && attempt < mostRepeats && !signal.aborted; attempt++) {
        await pause(pauseMs(attempt, random, answer.retryAfterMs), signal);
        answer = await client.answer(task.taskId, some, signal);
      }
      if (answer.status >= 400) unwanted.abort();
    }
  }
}

/** Of the worker's own identity alone: the platform hands out tokens for kickoffs and local runs, and for nothing else. */
async function tokenFor({ question, workloadIdentity, audience, renew }: TokenQuestion, { credential }: WorkerTask, identity: WorkerIdentity, signal: AbortSignal): Promise<TokenAnswer> {
  const refuse = (message: string, hint: string): TokenAnswer => ({ type: 'no-token', question, message, hint, retryable: false });
  const { id, kind } = (credential as { readonly identity?: { readonly id?: unknown; readonly kind?: unknown } } | null)?.identity ?? {};
  const source = typeof id === 'string' && typeof kind === 'string' ? identity.sourceFor({ id, kind }) : undefined;
  if (source === undefined) {
    return refuse('The platform hands out no token for work that is no kickoff, and this worker has no identity of its own for the config.', 'Start a kickoff that uses the credential, or give the worker an identity in CARNET_WORKER_IDENTITY.');
  }
  try {
    return { type: 'token', question, token: await source.subjectToken({ workloadIdentity, audience, renew, signal }) };
  } catch (error) {
    return refuse(error instanceof Error && 'code' in error ? error.message : 'The worker\'s own identity gave no token.', 'Look at the token file of the worker.');
  }
}

/** Gives what has come since the last time, together. */
class LineQueue implements AsyncIterable<readonly object[]> {
  readonly #lines: object[] = [];
  #ended = false;
  #wake = Promise.withResolvers<void>();

  push(line: object): void {
    this.#lines.push(line);
    this.#wake.resolve();
  }

  end(): void {
    this.#ended = true;
    this.#wake.resolve();
  }

  async* [Symbol.asyncIterator](): AsyncGenerator<readonly object[]> {
    for (;;) {
      const some = this.#lines.splice(0);
      if (some.length > 0) yield some;
      else if (this.#ended) return;
      else {
        await this.#wake.promise;
        this.#wake = Promise.withResolvers();
      }
    }
  }
}
