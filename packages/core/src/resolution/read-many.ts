import type { BatchResult, CarnetError, SecretStore, StoreReference } from '@carnet/provider';
import { inParallel } from '../calls/in-parallel.ts';
import type { Operation } from '../calls/operation.ts';
import { Attempts, repeatable, RetryBudget } from '../calls/retry.ts';
import type { Host } from '../connection/host.ts';
import type { OpenCredential } from '../connection/open-credential.ts';
import { checkedBatch, checkedRead } from '../connection/provider-answers.ts';

export type ReadOutcome = BatchResult & { readonly durationMs: number };

type Once = (references: readonly StoreReference[], limitMs: number) => Promise<readonly BatchResult[]>;

const defaultBatch = 20;
const largestBatch = 1_000;

/** Reads through one credential: batches where the store has them, one by one where not, everything bounded and repeated by one policy. */
export async function readMany(host: Host, operation: Operation, open: OpenCredential, references: readonly StoreReference[]): Promise<readonly ReadOutcome[]> {
  const reader = new CredentialReader(host, operation, open);
  const size = batchSizeOf(open.store());
  if (size === 1) return await inParallel(host.concurrency, references, (reference) => reader.readOne(reference));
  const chunks = Array.from({ length: Math.ceil(references.length / size) }, (_, index) => references.slice(index * size, (index + 1) * size));
  const outcomes = (await inParallel(host.concurrency, chunks, (chunk) => reader.readBatch(chunk))).flat();
  // Where batches are denied, single reads go on, within the same bound and not inside one batch's lane.
  return await inParallel(host.concurrency, outcomes.map((outcome, index) => ({ outcome, reference: references[index] })), async ({ outcome, reference }) =>
    (outcome.ok || outcome.error.code !== 'BATCH_DENIED' || !reference ? outcome : await reader.readOne(reference)));
}

/** How many references one call reads. */
export function batchSizeOf({ readMany: inBatches, batchSize }: SecretStore): number {
  if (inBatches === undefined) return 1;
  const offered: unknown = batchSize;
  return typeof offered === 'number' && Number.isInteger(offered) && offered > 0 ? Math.min(offered, largestBatch) : defaultBatch;
}

const failed = (error: unknown): BatchResult => ({ ok: false, error: error as CarnetError });

class CredentialReader {
  readonly #host: Host;
  readonly #operation: Operation;
  readonly #open: OpenCredential;
  readonly #budget = new RetryBudget();
  #batchDenied: CarnetError | undefined;
  #renewal: Promise<CarnetError | undefined> | undefined;

  constructor(host: Host, operation: Operation, open: OpenCredential) {
    this.#host = host;
    this.#operation = operation;
    this.#open = open;
  }

  async readOne(reference: StoreReference): Promise<ReadOutcome> {
    const startedAt = this.#operation.clock.now();
    const result = await this.#single(reference, this.#operation.remainingMs());
    if (result.ok) return this.#timed(result, startedAt);
    const [outcome] = await this.#settle([reference], [result], startedAt, async ([again = reference], limitMs) => [await this.#single(again, limitMs)]);
    return outcome as ReadOutcome;
  }

  async readBatch(references: readonly StoreReference[]): Promise<readonly ReadOutcome[]> {
    const startedAt = this.#operation.clock.now();
    const results = await this.#batch(references, this.#operation.remainingMs());
    return await this.#settle(references, results, startedAt, (again, limitMs) => this.#batch(again, limitMs));
  }

  /** Repeats what may be repeated until every reference has its outcome. */
  async #settle(references: readonly StoreReference[], first: readonly BatchResult[], startedAt: number, once: Once): Promise<readonly ReadOutcome[]> {
    const outcomes = new Map<StoreReference, ReadOutcome>();
    const settle = (reference: StoreReference, result: BatchResult): void => {
      outcomes.set(reference, this.#timed(result, startedAt));
    };
    const attempts = new Attempts(this.#operation, this.#host, this.#budget, startedAt);
    let results = first;
    let pending = references;
    let renewed = false;
    for (;;) {
      const again: StoreReference[] = [];
      const passing: { reference: StoreReference; error: CarnetError }[] = [];
      for (const [index, reference] of pending.entries()) {
        const result = results[index] as BatchResult;
        if (!result.ok && result.error.code === 'CREDENTIAL_EXPIRED' && !renewed) again.push(reference);
        else if (!result.ok && repeatable(result.error)) passing.push({ reference, error: result.error });
        else settle(reference, result);
      }
      if (again.length > 0) {
        renewed = true;
        const problem = await this.#renew();
        if (problem) again.splice(0).forEach((reference) => settle(reference, { ok: false, error: problem }));
      }
      const [slowest] = passing.toSorted((left, right) => (right.error.retryAfter ?? 0) - (left.error.retryAfter ?? 0));
      if (slowest) {
        try {
          await attempts.pause(slowest.error);
          again.push(...passing.map(({ reference }) => reference));
        } catch (final) {
          for (const { reference, error } of passing) settle(reference, { ok: false, error: error === slowest.error ? (final as CarnetError) : error });
        }
      }
      if (again.length === 0) return references.map((reference) => outcomes.get(reference) as ReadOutcome);
      pending = again;
      results = await once(pending, attempts.limitMs());
    }
  }

  #timed(result: BatchResult, startedAt: number): ReadOutcome {
    return { ...result, durationMs: Math.max(0, this.#operation.clock.now() - startedAt) };
  }

  async #single(reference: StoreReference, limitMs: number): Promise<BatchResult> {
    try {
      const read = await this.#open.attempt(this.#operation, 'read', limitMs, async (store, signal, origin) => checkedRead(await store.read(reference, { signal }), origin));
      return { ok: true, ...read };
    } catch (error) {
      return failed(error);
    }
  }

  /** One call. Its rejection is the result of each reference. */
  async #batch(references: readonly StoreReference[], limitMs: number): Promise<readonly BatchResult[]> {
    const denied = this.#batchDenied;
    if (denied) return references.map(() => failed(denied));
    try {
      return await this.#open.attempt(this.#operation, 'read', limitMs, async (store, signal, origin) =>
        checkedBatch(await store.readMany?.(references, { signal }), references.length, origin));
    } catch (caught) {
      const error = caught as CarnetError;
      if (error.code === 'BATCH_DENIED' && !this.#batchDenied) {
        this.#batchDenied = error;
        this.#host.log(`Credential '${this.#open.credential.name}' reads secrets one by one: ${error.hint}`);
      }
      return references.map(() => failed(error));
    }
  }

  /** One new exchange, however many reads found the credential expired. */
  #renew(): Promise<CarnetError | undefined> {
    this.#renewal ??= this.#open.authenticate(this.#operation, this.#budget).then(() => undefined, (error: unknown) => error as CarnetError);
    return this.#renewal;
  }
}
