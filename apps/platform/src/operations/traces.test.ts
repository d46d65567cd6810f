import { InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import { expect, test } from 'vitest';
import { tracesTo } from './traces.ts';

test('a kickoff is one trace: its steps stand below it, with their own times', async () => {
  const exporter = new InMemorySpanExporter();
  const spans: { name: string; parent: string | undefined; id: string; milliseconds: number; attributes: object }[] = [];
  const traces = tracesTo({
    export: (batch, done) => {
      spans.push(...batch.map((span) => ({ name: span.name, parent: span.parentSpanContext?.spanId, id: span.spanContext().spanId, milliseconds: span.duration[0] * 1_000 + span.duration[1] / 1e6, attributes: span.attributes })));
      exporter.export(batch, done);
    },
    shutdown: () => exporter.shutdown(),
  });
  traces.kickoff({
    id: 'k', automation: 'a', status: 'failed', errorType: 'SECRET_NOT_FOUND', startedAt: 1_000, endedAt: 1_900,
    steps: [{ name: 'exchange', at: 1_100, durationMs: 120, workloadIdentity: 'c', reused: false, errorType: 'TRUST_REJECTED' }, { name: 'secrets', at: 1_220, durationMs: 80 }],
  });
  await traces.close();
  const root = spans.find(({ name }) => name === 'carnet.kickoff');
  expect(root).toMatchObject({ parent: undefined, milliseconds: 900, attributes: { 'error.type': 'SECRET_NOT_FOUND' } });
  expect(spans.filter(({ parent }) => parent === root?.id).map(({ name, milliseconds }) => [name, milliseconds])).toEqual([['carnet.exchange', 120], ['carnet.resolve', 80]]);
  expect(spans.find(({ name }) => name === 'carnet.exchange')?.attributes).toEqual({ 'carnet.config.id': 'c', 'carnet.cache.result': 'miss', 'error.type': 'TRUST_REJECTED' });
});
