import { describe, expect, it } from 'vitest';
import { problemIn } from '../resources/testing/resource-bench.ts';
import { eachDatabase } from '../testing/databases.ts';
import type { KickoffJob } from '../worker-protocol/protocol.ts';
import { kickoffBench, type KickoffBench, type TestWorker } from './testing/kickoff-bench.ts';

interface Line { readonly sequence: number; readonly text: string }
const lines = (from: number, count: number, text = 'line'): object[] => Array.from({ length: count }, (_, index) => ({ sequence: from + index, at: 1, stream: 'stdout', text: `${text} ${from + index}` }));
const write = (worker: TestWorker, { kickoffId, fence }: KickoffJob, batch: object[]): ReturnType<TestWorker['call']> => worker.call(`kickoffs/${kickoffId}/logs`, { fence, lines: batch });

eachDatabase(({ open }) => {
  async function running(limits: object = {}): Promise<{ bench: KickoffBench; worker: TestWorker; job: KickoffJob; id: string }> {
    const bench = await kickoffBench(await open(), { limits });
    const id = await bench.kickoff(await bench.deployed());
    const worker = await bench.join();
    return { bench, worker, job: (await worker.claim())!, id };
  }
  const stored = async (bench: KickoffBench, id: string, query = ''): Promise<{ items: readonly Line[]; next: number | null; truncated: boolean }> => await bench.made('GET', `kickoffs/${id}/logs${query}`);

  describe('the log', () => {
    it('holds each line once and in order, also where a batch is sent again, and comes in pages', async () => {
      const { bench, worker, job, id } = await running();
      for (const batch of [lines(1, 3), lines(1, 3), lines(2, 4)]) expect((await write(worker, job, batch)).status).toBe(204);
      expect((await stored(bench, id)).items.map(({ text }) => text)).toEqual(['line 1', 'line 2', 'line 3', 'line 4', 'line 5']);
      const page = await stored(bench, id, '?limit=2&after=1');
      expect(page).toMatchObject({ items: [{ sequence: 2 }, { sequence: 3 }], next: 3 });
      expect(await stored(bench, id, `?limit=2&after=${page.next}`)).toMatchObject({ items: [{ sequence: 4 }, { sequence: 5 }], next: null });
    });

    it('refuses a batch that comes before the one in front of it', async () => {
      const { worker, job } = await running();
      await write(worker, job, lines(1, 1));
      expect(problemIn(await write(worker, job, lines(3, 1)))).toMatchObject({ status: 400, code: 'REQUEST_INVALID', detail: expect.stringContaining('sequence 2') });
      expect(problemIn(await write(worker, job, [...lines(2, 1), ...lines(4, 1)]))).toMatchObject({ status: 400 });
    });

    it('takes no time that is no whole number, which one of the databases would not store', async () => {
      const { bench, worker, job, id } = await running();
      expect(problemIn(await write(worker, job, [{ sequence: 1, at: 1.5, stream: 'stdout', text: 'x' }]))).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
      expect((await stored(bench, id)).items).toEqual([]);
    });

    it('written at once by two copies of a worker holds each line once', async () => {
      const { bench, worker, job, id } = await running();
      await Promise.all(Array.from({ length: 6 }, () => write(worker, job, lines(1, 20))));
      expect((await stored(bench, id)).items).toHaveLength(20);
    });

    it('is bounded: what is beyond is dropped and marked, and the run goes on', async () => {
      const { bench, worker, job, id } = await running({ logLimitBytes: 30 });
      expect((await write(worker, job, lines(1, 10))).status).toBe(204);
      expect((await write(worker, job, lines(11, 1, ''))).status).toBe(204);
      expect(await stored(bench, id)).toMatchObject({ items: [{ sequence: 1 }, { sequence: 2 }, { sequence: 3 }, { sequence: 4 }], truncated: true });
      expect(await bench.record(id)).toMatchObject({ logLines: 11, logTruncated: true });
    });
  });

  describe('the events', () => {
    async function follow(bench: KickoffBench, id: string, headers: Record<string, string> = {}): Promise<{ events: { event?: string | undefined; id?: string | undefined; data: unknown }[]; until(seen: (events: readonly { event?: string | undefined }[]) => boolean): Promise<void>; ended: Promise<void> }> {
      const response = await bench.api.open('GET', `/v1/organizations/${bench.organization}/kickoffs/${id}/events`, { token: 'person', headers });
      expect(response.headers.get('content-type')).toBe('text/event-stream');
      const events: { event?: string | undefined; id?: string | undefined; data: unknown }[] = [];
      let wake = (): void => undefined;
      let rest = '';
      const take = (text: string): void => {
        const blocks = `${rest}${text}`.split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          const fields = Object.fromEntries(block.split('\n').map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]));
          if (fields['data'] !== undefined) events.push({ event: fields['event'], id: fields['id'], data: JSON.parse(fields['data']) as unknown });
        }
      };
      const ended = (async () => {
        const decoder = new TextDecoder();
        for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) { take(decoder.decode(chunk, { stream: true })); wake(); }
      })();
      return { events, ended, until: async (seen) => { while (!seen(events)) await new Promise<void>((resolve) => { wake = resolve; }); } };
    }

    it('tell status, steps and lines as they come, and end with the kickoff', async () => {
      const { bench, worker, job, id } = await running({ pollMs: 60_000 });
      const { events, until, ended } = await follow(bench, id);
      await until((seen) => seen.some(({ event }) => event === 'status'));
      await worker.heartbeat(job, { steps: [{ name: 'secrets', at: 1, durationMs: 2, secrets: 0 }] });
      await until((seen) => seen.filter(({ event }) => event === 'status').length === 2);
      await write(worker, job, lines(1, 2));
      await until((seen) => seen.filter(({ event }) => event === 'line').length === 2);
      await worker.result(job, { outcome: 'failed', exitCode: 2 });
      await ended;
      expect(events.filter(({ event }) => event === 'status').map(({ data }) => (data as { status: string }).status)).toEqual(['claimed', 'running', 'failed']);
      expect(events.filter(({ event }) => event === 'line').map(({ id: eventId }) => eventId)).toEqual(['1', '2']);
      expect(events.at(-1)).toMatchObject({ event: 'end' });
      expect(events.some(({ event, data }) => event === 'steps' && Array.isArray(data) && data.length === 1)).toBe(true);
    });

    it('go on behind Last-Event-ID', async () => {
      const { bench, worker, job, id } = await running();
      await write(worker, job, lines(1, 450));
      await worker.result(job);
      const { events, ended } = await follow(bench, id, { 'last-event-id': '448' });
      await ended;
      expect(events.filter(({ event }) => event === 'line').map(({ id: eventId }) => eventId)).toEqual(['449', '450']);
      const all = await follow(bench, id);
      await all.ended;
      expect(all.events.filter(({ event }) => event === 'line').map(({ id: eventId }) => Number(eventId))).toEqual(Array.from({ length: 450 }, (_, index) => index + 1));
    });

    it('of another organization are not there', async () => {
      const { bench, id } = await running();
      for (const path of ['', '/logs', '/events']) {
        expect(problemIn(await bench.api.call('GET', `/v1/organizations/${bench.stranger}/kickoffs/${id}${path}`, { token: 'person' }))).toMatchObject({ status: 404, code: 'RESOURCE_NOT_FOUND' });
      }
      for (const act of ['cancel', 'rerun']) expect((await bench.api.call('POST', `/v1/organizations/${bench.stranger}/kickoffs/${id}/${act}`, { token: 'person' })).status).toBe(404);
    });
  });

  describe('a deployment\'s token', () => {
    it('starts and reads the kickoffs of its own automation alone', async () => {
      const bench = await kickoffBench(await open());
      const [own, other] = [await bench.deployed(), await bench.deployed()];
      const { text: token } = await bench.tokens.issue({ kind: 'deployment', organization: bench.organization, createdBy: null, automation: own }, 'ci', { kind: 'platform', id: null, name: null });
      const asToken = { token };
      const started = await bench.made<{ id: string; requestedBy: string }>('POST', `automations/${own}/kickoffs`, {}, asToken);
      expect(started.requestedBy).toMatch(/^token:/);
      const foreign = await bench.kickoff(other);
      for (const path of [`kickoffs/${started.id}`, `kickoffs/${started.id}/logs`]) expect((await bench.call('GET', path, undefined, asToken)).status).toBe(200);
      for (const path of [`kickoffs/${foreign}`, `kickoffs/${foreign}/logs`, `kickoffs/${foreign}/events`, `kickoffs?automation=${other}`]) expect((await bench.call('GET', path, undefined, asToken)).status).toBe(404);
      expect((await bench.call('POST', `automations/${other}/kickoffs`, {}, asToken)).status).toBe(404);
      expect((await bench.made<{ items: readonly { id: string }[] }>('GET', 'kickoffs', undefined, asToken)).items.map(({ id }) => id)).toEqual([started.id]);
    });
  });

  describe('the list', () => {
    it('is paged from the newest on, by automation and status, and repeats a kickoff by request', async () => {
      const bench = await kickoffBench(await open());
      const [automation, other] = [await bench.deployed(), await bench.deployed()];
      const ids: string[] = [];
      for (let count = 0; count < 5; count++) {
        bench.clock.now += 1;
        ids.unshift(await bench.kickoff(automation, { inputs: { count } }));
      }
      await bench.kickoff(other);
      const seen: string[] = [];
      for (let cursor = ''; ;) {
        const page = await bench.made<{ items: readonly { id: string }[]; next: string | null }>('GET', `kickoffs?automation=${automation}&status=queued&limit=2${cursor}`);
        seen.push(...page.items.map(({ id }) => id));
        if (page.next === null) break;
        cursor = `&cursor=${page.next}`;
      }
      expect(seen).toEqual(ids);
      const again = await bench.made<{ id: string }>('POST', `kickoffs/${ids[0]}/rerun`);
      expect(await bench.record(again.id)).toMatchObject({ rerunOf: ids[0], inputs: { count: 4 }, status: 'queued' });
    });
  });
});
