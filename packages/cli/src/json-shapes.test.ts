import { describe, expect, it } from 'vitest';
import { startCarnet } from './testing/carnet-process.ts';
import { shapeOf } from './testing/shape-of.ts';
import { memoryConfig, projectWith } from './testing/workspace.ts';

const variables = {
  API_KEY: { credential: 'store', secret: 'api-key@1', encoding: 'base64' },
  MODE: { value: 'plain' },
};
const project = (): string => projectWith({
  'carnet.config.ts': memoryConfig({ 'api-key': 'value-of-the-key' }, variables, "credentials: { store: { provider: 'memory', method: 'none', writable: true } },"),
});

async function jsonOf(args: readonly string[], stream: 'stdout' | 'stderr' = 'stdout'): Promise<unknown> {
  const { process: child, ended } = startCarnet([...args, '--json'], { cwd: project() });
  child.stdin.end('new value');
  const text = (await ended)[stream];
  expect(text.trimEnd()).not.toContain('\n');
  return shapeOf(JSON.parse(text));
}

const form = { optional: 'boolean', as: 'string', encoding: 'string', allow: 'boolean' };
const secret = { version: 1, credential: 'string', reference: 'string', secretVersion: 'string', fingerprint: 'string' };

// A member that leaves or changes its meaning raises `version`; a new one is added here.
describe('what --json prints is one object on one line, and its members stay', () => {
  it('plan', async () => {
    expect(await jsonOf(['plan'])).toEqual({
      version: 1,
      variables: [{ name: 'string', source: 'string', credential: 'string', provider: 'string', reference: 'string', ...form }],
      credentials: [{ name: 'string', provider: 'string', method: 'string', store: {}, writable: 'boolean', variables: ['string'], batchSize: 'number', requests: 'number' }],
      workloadIdentities: [],
      reads: [{ credential: 'string', name: 'string', version: 'string', variables: ['string'] }],
      calls: { exchanges: 'number', reads: 'number' },
    });
  });

  it('explain', async () => {
    expect(await jsonOf(['explain', 'API_KEY', '--read'])).toEqual({
      version: 1,
      configuration: 'string',
      rotation: 'string',
      variable: { name: 'string', source: 'string', reference: 'string', storeName: 'string', ...form },
      credential: { name: 'string', provider: 'string', method: 'string', store: {}, writable: 'boolean' },
      read: { found: 'boolean', secretVersion: 'string', fingerprint: 'string', durationMs: 'number' },
    });
    expect(await jsonOf(['explain', 'MODE'])).toEqual({ version: 1, configuration: 'string', rotation: 'string', variable: { name: 'string', source: 'string', ...form } });
  });

  it.each<[args: readonly string[], shape: object]>([
    [['secrets', 'ls', 'store'], { version: 1, credential: 'string', secrets: [{ name: 'string', enabled: 'boolean' }] }],
    [['secrets', 'get', 'store', 'api-key'], { ...secret, encoding: 'string', value: 'string' }],
    [['secrets', 'fingerprint', 'store', 'api-key'], secret],
    [['secrets', 'set', 'store', 'api-key', '--stdin'], { version: 1, credential: 'string', name: 'string', secretVersion: 'string' }],
    [['secrets', 'rm', 'store', 'api-key', '--yes'], { version: 1, credential: 'string', name: 'string', removed: 'boolean' }],
  ])('%j', async (args, shape) => {
    expect(await jsonOf(args)).toEqual(shape);
  });

  it('a failure, on standard error', async () => {
    expect(await jsonOf(['secrets', 'get', 'store', 'absent'], 'stderr')).toMatchObject({ version: 1, code: 'string', message: 'string', exitCode: 'number', failures: [{ variables: [], error: { code: 'string', message: 'string', docsUrl: 'string' } }] });
  });
});
