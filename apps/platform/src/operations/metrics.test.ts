import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startManagement } from './management.ts';
import { createMetrics } from './metrics.ts';

/** The labels of each metric by its name, as /metrics tells them; `le` is of every histogram. */
async function shownLabels(): Promise<ReadonlyMap<string, readonly string[]>> {
  const metrics = createMetrics();
  metrics.watch({ queueDepth: async () => 1, activeKickoffs: async () => 1, signingKeyAgeSeconds: () => 1, bindings: async () => new Map([['config', true]]) });
  metrics.kickoffEnded('succeeded', 1);
  metrics.request('/v1/me', 'GET', 200, 1);
  metrics.exchanged('azure', 1, 'TRUST_REJECTED');
  metrics.resolved('azure', 1);
  metrics.providerCalled({ provider: 'azure', call: 'check', status: 'ok' });
  metrics.tokenIssued('test');
  metrics.tokenCacheLookup('hit');
  metrics.rotationDetected();
  const server = await startManagement({ host: '127.0.0.1', port: 0, ready: [], api: [], metrics });
  try {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    // Left out, it is the path of the program that runs.
    expect(text).toMatch(/^target_info\{service_name="carnet"/m);
    const series = [...text.matchAll(/^((?:carnet|http)_\w+?)(?:_(?:bucket|sum|count))?\{(.*)\} /gm)];
    return new Map(series.map(([, name = '', labels = '']) => [name, [...labels.matchAll(/(\w+)="/g)].flatMap(([, label = '']) => (/^(?:le|otel_scope_name)$/.test(label) ? [] : [label])).toSorted()]));
  } finally {
    await server.close();
    await metrics.close();
  }
}

test('the README has every metric with its labels, and a provider is called carnet_provider in all of them', async () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const rows = readme.slice(readme.indexOf('| metric of')).split('\n\n')[0]!.split('\n').slice(2).map((row) => row.split('|').slice(1, 3));
  const told = new Map(rows.flatMap(([metrics = '', labels = '']) => [...metrics.matchAll(/`((?:carnet|http)_\w+)`/g)].map(([, name = '']) => [name, [...labels.matchAll(/`([a-z]+_\w+|call|status|purpose|result)`/g)].map(([, label = '']) => label).toSorted()] as const)));
  const shown = await shownLabels();
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(shown));
  expect([...shown.values()].flat().filter((label) => label.includes('provider'))).toEqual(['carnet_provider', 'carnet_provider', 'carnet_provider']);
});
