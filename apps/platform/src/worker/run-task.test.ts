import { expect, it } from 'vitest';
import type { WorkerTask } from '../worker-protocol/protocol.ts';
import type { PlatformClient } from './platform-client.ts';
import { runTask, type TaskParts } from './run-task.ts';
import type { Slot, SlotListener } from './slot.ts';

const task: WorkerTask = { taskId: 'a', organizationId: 'o', operation: 'test', credential: {}, request: {}, fingerprintKey: '', deadlineMs: 60_000 };

interface Told {
  readonly lines: object[];
  readonly requests: number;
}

/** A task whose process says one rung, waits for `meanwhile` and says another. */
async function told(answer: (count: number) => number, meanwhile: (told: Told, killed: Promise<void>) => Promise<void>): Promise<Told> {
  const heard = { lines: [] as object[], requests: 0 };
  const killed = Promise.withResolvers<void>();
  const slot = {
    kill: () => killed.resolve(),
    async task(_: WorkerTask, { onLine }: SlotListener) {
      onLine({ rung: 1 });
      await meanwhile(heard, killed.promise);
      onLine({ rung: 2 });
      return true;
    },
  };
  const client: Pick<PlatformClient, 'answer'> = {
    answer: (_, lines) => {
      heard.requests += 1;
      const status = answer(heard.requests);
      if (status < 300) heard.lines.push(...lines);
      return Promise.resolve({ status, body: undefined, code: undefined, retryAfterMs: 0 });
    },
  };
  const parts = { slots: { use: (work: (slot: Slot) => Promise<boolean>) => work(slot as unknown as Slot) }, client, identity: { sourceFor: () => undefined }, random: () => 0, signal: new AbortController().signal };
  await runTask(task, parts as unknown as TaskParts);
  return heard;
}

it('what a task says is told while it goes on, in a request that ends: one that stays open is cut off', async () => {
  const { lines } = await told(() => 204, async (heard) => { await expect.poll(() => heard.lines).toEqual([{ rung: 1 }]); });
  expect(lines).toEqual([{ rung: 1 }, { rung: 2 }, { done: true }]);
});

it('what the platform could not take now is told again', async () => {
  const { lines } = await told((count) => (count === 1 ? 503 : 204), () => Promise.resolve());
  expect(lines).toEqual([{ rung: 1 }, { rung: 2 }, { done: true }]);
});

it('a task that nobody waits for any more is ended', async () => {
  const { lines } = await told(() => 404, (_, killed) => killed);
  expect(lines).toEqual([]);
});
