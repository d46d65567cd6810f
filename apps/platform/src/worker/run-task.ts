import type { WorkerTask } from '../worker-protocol/protocol.ts';
import { errorOf } from './run-kickoff.ts';
import type { PlatformClient } from './platform-client.ts';
import type { Slot, TokenAnswer, TokenQuestion } from './slot.ts';
import type { Slots } from './slots.ts';
import type { WorkerIdentity } from './worker-identity.ts';

export interface TaskParts {
  readonly slots: Slots;
  readonly client: PlatformClient;
  readonly identity: WorkerIdentity;
  readonly signal: AbortSignal;
}

/** Does one task in a process for tasks, and answers with what it says, line by line. It never rejects. */
export async function runTask(task: WorkerTask, { slots, client, identity, signal }: TaskParts): Promise<void> {
  const ended = AbortSignal.any([signal, AbortSignal.timeout(task.deadlineMs)]);
  const lines = new LineQueue();
  const answered = client.answer(task.taskId, lines, signal);
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

class LineQueue implements AsyncIterable<object> {
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

  async* [Symbol.asyncIterator](): AsyncGenerator<object> {
    for (;;) {
      const line = this.#lines.shift();
      if (line !== undefined) yield line;
      else if (this.#ended) return;
      else {
        await this.#wake.promise;
        this.#wake = Promise.withResolvers();
      }
    }
  }
}
