import { expect, test } from 'vitest';
import { acme, sampleManifests } from '../testing/sample-manifests.ts';
import { needsWorker } from './needs-worker.ts';

const host = { manifests: sampleManifests };
const free = { provider: 'anywhere', method: 'workload-identity', identity: { id: 'x', kind: 'anywhere', settings: { address: 'https://vault.example.com:8200' } }, store: {}, settings: {} };

test('a store whose address is free needs a worker, by a token and by stored secrets alike', () => {
  expect(needsWorker(host, free, [])).toBe(true);
  expect(needsWorker(host, { provider: 'anywhere', method: 'token', store: {}, settings: { address: 'https://vault.example.com' } }, [])).toBe(true);
});

test('unless the operator listed its host, and no other one', () => {
  expect(needsWorker(host, free, [{ host: 'vault.example.com', network: '10.0.0.0/8' }])).toBe(false);
  expect(needsWorker(host, free, [{ host: 'example.com', network: '10.0.0.0/8' }])).toBe(true);
  expect(needsWorker(host, { ...free, identity: { ...free.identity, settings: { address: 'https://vault.example.com@evil.example' } } }, [{ host: 'vault.example.com', network: '10.0.0.0/8' }])).toBe(true);
});

test('a store whose address is the provider’s own needs none', () => {
  expect(needsWorker(host, { provider: 'acme', method: 'key', store: { region: 'north' }, settings: { account: 'A' } }, [])).toBe(false);
});

test('a package that the operator added needs one, unless what reads as an address is listed', () => {
  const manifest = { ...acme, id: 'added', store: { schema: { type: 'object', properties: { place: { type: 'string' } } } } } as const;
  const manifests = [...sampleManifests, { manifest, package: { name: 'carnet-provider-added', foreign: true }, capabilities: { list: true, write: false, remove: false, trust: false } }];
  expect(needsWorker({ manifests }, { provider: 'added', method: 'key', store: { place: 'https://evil.example' }, settings: {} }, [])).toBe(true);
  expect(needsWorker({ manifests }, { provider: 'added', method: 'key', store: { place: 'https://good.example' }, settings: {} }, [{ host: 'good.example', network: '0.0.0.0/0' }])).toBe(false);
  expect(needsWorker({ manifests }, { provider: 'added', method: 'key', store: { place: 'north' }, settings: {} }, [{ host: 'north', network: '0.0.0.0/0' }])).toBe(true);
});
