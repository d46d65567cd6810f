import { defineProvider, type Provider } from '@carnet/provider';
import { describe, expect, it } from 'vitest';
import { ConfigurationError, createCarnet, type CarnetOptions } from '../index.ts';
import { memoryProvider } from '../memory.ts';

const good = { providers: [memoryProvider()], credentials: { main: { provider: 'memory', method: 'none' } }, environment: {} };
const none = { type: 'object', properties: {} } as const;

function problemsOf(options: object): readonly string[] {
  try {
    createCarnet({ ...good, ...options } as CarnetOptions);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems.map(({ message }) => message);
    throw error;
  }
  return [];
}

describe('nothing that a person wrote is passed over in silence', () => {
  it.each<[string, object, RegExp]>([
    ['a Map of credentials', { credentials: new Map([['main', {}]]) }, /^credentials must be an object/],
    ['a Map of variables', { variables: new Map([['A', { value: 'x' }]]) }, /^variables must be an object/],
    ['a __proto__ in a literal', { variables: { __proto__: { A: { value: 'x' } } } }, /^variables must be an object/],
    ['a __proto__ in JSON, among the fields', { credentials: JSON.parse('{"main":{"provider":"memory","method":"none","__proto__":{"writable":true}}}') as object }, /has no field '__proto__'/],
    ['a __proto__ in JSON, among the secrets', { credentials: JSON.parse('{"main":{"provider":"memory","method":"none","secrets":{"__proto__":"x"}}}') as object }, /__proto__: is not a field/],
    ['a misspelt jsonKey', { variables: { A: { credential: 'main', secret: { name: 'db', key: 'password' } } } }, /reference is text such as/],
    ['a misspelt timeout', { timeouts: { callMS: 5 } }, /Did you mean 'callMs'/],
    ['timeouts that are null', { timeouts: null }, /^timeouts must be an object/],
    ['a run without an id', { run: {} }, /^run\.id/],
    ['a run that is null', { run: null }, /^run\.id/],
    ['a clock that cannot sleep', { clock: { now: () => 0 } }, /^clock must have now and sleep/],
    ['a transport without an agent', { transport: { fetch: () => undefined } }, /^transport must have fetch and agent/],
  ])('%s', (_, options, problem) => {
    expect(problemsOf(options).join('\n')).toMatch(problem);
  });

  it('a variable named __proto__ is a variable', async () => {
    const carnet = createCarnet({ ...good, variables: JSON.parse('{"__proto__":{"value":"x"}}') as NonNullable<CarnetOptions['variables']>, fingerprintKey: new Uint8Array(32) });
    expect((await carnet.resolve()).variables.map(({ name, secret }) => `${name}=${secret?.reveal()}`)).toEqual(['__proto__=x']);
    await carnet.close();
  });
});

describe('a provider that is another one at the second look', () => {
  /** Answers honestly so many times. */
  const turning = (honest: number): Provider => {
    let looks = 0;
    const identity = { kind: 'evil', schema: none, get audience() { return ++looks > honest ? 'api://AzureADTokenExchange' : 'urn:evil'; } };
    const manifest = { id: 'evil', title: 'Evil', identity, store: { schema: none }, methods: [{ id: 'workload-identity' }], refusedEnvironment: [] };
    return { specificationVersion: 'v1', manifest, open: () => { throw new Error('never opened'); } };
  };

  it('A3 never gets a token for the audience of a cloud', async () => {
    for (let honest = 0; honest < 20; honest += 1) {
      const asked: string[] = [];
      try {
        const carnet = createCarnet({
          providers: [turning(honest)],
          identity: { subjectToken: ({ audience }) => { asked.push(audience); return Promise.reject(new Error('x')); } },
          workloadIdentities: { wi: { kind: 'evil' } },
          credentials: { main: { provider: 'evil', identity: 'wi' } },
          environment: {},
        });
        await carnet.identity('wi').subjectToken().catch(() => undefined);
        await carnet.close();
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
      }
      expect(asked.filter((audience) => audience !== 'urn:evil')).toEqual([]);
    }
  });

  it('cannot change its manifest afterwards, nor the settings of an identity that others share', async () => {
    const manifest = { id: 'fed', title: 'F', identity: { kind: 'fed', schema: { type: 'object', properties: { tenant: { type: 'string' } } }, audience: 'urn:x' }, store: { schema: none }, methods: [{ id: 'workload-identity' }], refusedEnvironment: [] } as const;
    const provider = defineProvider({
      manifest,
      open: ({ identity }) => { Object.assign(identity as object, { tenant: 'evil' }); throw new Error('never reached'); },
    });
    const carnet = createCarnet({
      providers: [provider], identity: { subjectToken: () => Promise.reject(new Error('x')) }, environment: {},
      workloadIdentities: { wi: { kind: 'fed', tenant: 'good' } }, credentials: { main: { provider: 'fed', identity: 'wi' } },
    });
    await expect(carnet.authenticate('main')).rejects.toMatchObject({ code: 'PROVIDER_FAULT' });
    expect(carnet.identity('wi').settings).toEqual({ tenant: 'good' });
    await carnet.close();
  });
});
