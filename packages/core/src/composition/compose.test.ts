import { CarnetError, defineProvider, Secret, type Provider } from '@carnet/provider';
import { describe, expect, it } from 'vitest';
import { ConfigurationError, createCarnet, type CarnetOptions } from '../index.ts';
import { memoryProvider } from '../memory.ts';
import { fakeManifest, fakeProvider, fakeTokens } from '../testing/fake-provider.ts';

const good: CarnetOptions = {
  identity: fakeTokens,
  providers: [fakeProvider().provider, memoryProvider()],
  workloadIdentities: { wi: { kind: 'fake', tenant: 't' } },
  credentials: { main: { provider: 'fake', identity: 'wi' } },
  environment: {},
};

function errorOf(options: object): ConfigurationError {
  try {
    createCarnet({ ...good, ...options } as CarnetOptions);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

const sentencesOf = (options: object): readonly string[] => errorOf(options).problems.map(({ code, message }) => `${code} ${message}`);
const providerWith = (manifest: object, parts: object = {}): Provider => ({ ...fakeProvider().provider, manifest: { ...fakeManifest, ...manifest }, ...parts }) as Provider;

describe('a configuration is checked whole', () => {
  it('everything that is wrong stands in one error, one sentence each', () => {
    expect(sentencesOf({
      concurency: 3,
      workloadIdentities: { wi: { kind: 'fake' }, other: { kind: 'fakee', tenant: 't' } },
      credentials: {
        main: { provider: 'fake', identity: 'wy' },
        typo: { provider: 'memroy' },
        wrong: { provider: 'memory' },
        extra: { provider: 'fake', method: 'key', store: { vault: 3 }, secrets: { user: 'u' }, settings: { key: 'k' }, colour: 'red' },
      },
      variables: { 'A-B': { value: 'x' }, BARE: 'main:a', BAD: { credential: 'main', secret: '../x' }, LOST: { credential: 'maim', secret: 'a' }, ODD: { credential: 'main', secret: { name: 3 } } },
    })).toEqual([
      "CONFIG_INVALID createCarnet has no option 'concurency'. Did you mean 'concurrency'?",
      "SETTINGS_INVALID Workload identity config 'wi', tenant: is required.",
      "PROVIDER_NOT_FOUND Workload identity config 'other' is of the kind 'fakee', which no provider here defines. Did you mean 'fake'?",
      "IDENTITY_NOT_FOUND Credential 'main': no workload identity config found under the name 'wy'. Did you mean 'wi'?",
      "PROVIDER_NOT_FOUND Credential 'typo' names the provider 'memroy', which is not in the list of providers. Did you mean 'memory'?",
      "CONFIG_INVALID Credential 'wrong': provider 'memory' has no method 'workload-identity'; it offers 'none'.",
      "CONFIG_INVALID Credential 'extra' has no field 'colour'. There is 'provider', 'method', 'identity', 'writable', 'secrets', 'store', 'settings'.",
      "VARIABLE_NAME_INVALID Variable 'A-B': the name must be letters, digits and underscores, with no digit in front.",
      "CONFIG_INVALID Variable 'BARE': write { value: '…' } for the value itself, or { credential: '…', secret: 'name#key' } for a secret.",
      "REFERENCE_INVALID Variable 'BAD': A secret reference is not usable: its name walks a path.",
      "CREDENTIAL_NOT_FOUND Variable 'LOST': no credential found under the name 'maim'. Did you mean 'main'?",
      "REFERENCE_INVALID Variable 'ODD': A secret reference is text such as 'name#key', or { name, jsonKey, version }.",
    ]);
  });

  it('has the code of its problems where they share one, else CONFIG_INVALID', () => {
    expect(errorOf({ workloadIdentities: { wi: { kind: 'fake' } } }).code).toBe('SETTINGS_INVALID');
    expect(errorOf({ variables: { A: 'x', B: { credential: 'nobody', secret: 'x' } } }).code).toBe('CONFIG_INVALID');
  });

  it('a secret never shows in a problem, and stands where the method wants it', () => {
    const error = errorOf({ credentials: { main: { provider: 'fake', method: 'key', settings: { key: 'canary-1' }, secrets: { user: 'canary-2', other: 'canary-3' } } } });
    expect(error.problems.map(({ message }) => message)).toEqual([
      "Credential 'main', key: is secret and belongs into secrets.",
      "Credential 'main', user: is not secret and belongs into settings.",
      "Credential 'main', other: is not a field of this provider.",
    ]);
    expect(JSON.stringify(error)).not.toContain('canary');
  });

  it.each([['text', 'k'], ['a Secret', new Secret(new TextEncoder().encode('k'))]])('hands a secret given as %s to the provider as a Secret', (_, key) => {
    let seen: unknown;
    const { provider } = fakeProvider({}, undefined, { open: ({ secrets, methodSettings }) => {
      seen = [secrets?.['key']?.reveal(), String(secrets?.['key']), methodSettings];
      return { authenticate: async () => ({}), read: async () => ({ bytes: new Uint8Array(), version: '1' }) };
    } });
    createCarnet({ ...good, providers: [provider], credentials: { main: { provider: 'fake', method: 'key', secrets: { key }, settings: { user: 'u' } } }, variables: { A: { credential: 'main', secret: 'a' } } }).plan();
    expect(seen).toEqual(['k', '[secret]', { user: 'u' }]);
  });

  it('a Secret that is no text is refused as missing, not as a crash', () => {
    const key = new Secret(new Uint8Array([0xff]));
    expect(sentencesOf({ credentials: { main: { provider: 'fake', method: 'key', secrets: { key } } } })).toEqual(["SETTINGS_INVALID Credential 'main', key: is required."]);
  });

  it('asks the provider\'s own validate, without secrets, and survives one that throws', () => {
    let seen: unknown;
    const validate: Provider['validate'] = (connection) => {
      seen = connection;
      return [{ field: 'vault', problem: 'azure_vault_url is required for Azure secret resolution' }];
    };
    const key = { credentials: { main: { provider: 'fake', method: 'key', secrets: { key: 'canary' } } } };
    expect(sentencesOf({ providers: [providerWith({}, { validate })], ...key })).toEqual(["SETTINGS_INVALID Credential 'main', vault: azure_vault_url is required for Azure secret resolution."]);
    expect(JSON.stringify(seen)).not.toContain('canary');
    expect(sentencesOf({ providers: [providerWith({}, { validate: () => { throw new Error('canary'); } })], ...key })).toEqual(["SETTINGS_INVALID Credential 'main': provider 'fake' failed while it checked the settings."]);
  });

  it.each([
    ['no source of subject tokens', { identity: undefined }, /needs createCarnet\(\{ identity \}\)/],
    ['an identity that is none', { identity: {} }, /issuerIdentity\(\) or projectedFile\(\)/],
    ['workload identity without a config', { credentials: { main: { provider: 'fake' } } }, /needs identity, the name of a workload identity config/],
    ['a config for a static method', { credentials: { main: { provider: 'fake', method: 'key', identity: 'wi', secrets: { key: 'k' } } } }, /its method 'key' does not use/],
    ['concurrency 0', { concurrency: 0 }, /concurrency/],
    ['a deadline of 0', { timeouts: { callMs: 0 } }, /timeouts.callMs/],
    ['an endless deadline', { timeouts: { totalMs: Infinity } }, /timeouts.totalMs/],
    ['a run id with a slash', { run: { id: 'a/b' } }, /run.id/],
    ['a short fingerprint key', { fingerprintKey: new Uint8Array(8) }, /16 bytes/],
    ['an encoding of its own', { variables: { A: { credential: 'main', secret: 'a', encoding: 'hex' } } }, /'utf8' or 'base64'/],
    ['a sink of its own', { variables: { A: { credential: 'main', secret: 'a', as: 'pipe' } } }, /'environment' or 'file'/],
    ['a file with an encoding', { variables: { A: { credential: 'main', secret: 'a', as: 'file', encoding: 'utf8' } } }, /leave out encoding, or as: 'file'/],
    ['a value of its own as a file', { variables: { A: { value: 'a', as: 'file' } } }, /has no field 'as'/],
    ['a value beside a secret', { variables: { A: { value: 'x', secret: 'a' } } }, /has no field 'secret'/],
    ['a lone surrogate as a value', { variables: { A: { value: '\ud800' } } }, /well-formed/],
    ['a line break in a name', { workloadIdentities: { 'a\nb': { kind: 'fake' } } }, /cannot be seen/],
    ['providers that are no list', { providers: {} }, /must be a list/],
    ['credentials as a list', { credentials: [] }, /by name/],
  ])('refuses %s', (_, options, sentence) => {
    expect(errorOf(options).message).toMatch(sentence);
  });

  it.each([undefined, null, 'x'])('refuses %s for options', (options) => {
    expect(() => createCarnet(options as never)).toThrow(ConfigurationError);
  });

  it('keys like __proto__ and constructor are names like any other', () => {
    const hostile = JSON.parse('{"__proto__":{"provider":"constructor"},"constructor":{"provider":"__proto__"}}') as CarnetOptions['credentials'];
    expect(sentencesOf({ credentials: hostile })).toHaveLength(2);
    expect(sentencesOf({ variables: { A: { credential: 'toString', secret: 'a' } } })[0]).toMatch(/^CREDENTIAL_NOT_FOUND/);
    expect(sentencesOf({ credentials: { main: { provider: 'fake', identity: 'hasOwnProperty' } } })[0]).toMatch(/^IDENTITY_NOT_FOUND/);
    expect(sentencesOf({ workloadIdentities: JSON.parse('{"wi":{"kind":"fake","tenant":"t","__proto__":{"x":1}}}') as never })[0]).toMatch(/not a field/);
    const carnet = createCarnet({ ...good, variables: JSON.parse('{"__proto__":{"value":"x"}}') as never });
    expect(carnet.plan().variables.map(({ name }) => name)).toEqual(['__proto__']);
    expect(({} as { provider?: unknown }).provider).toBeUndefined();
  });
});

describe('C6: the environment that could harvest tokens', () => {
  it('a value that the provider knows to be harmless does not stop the start, and any other does', () => {
    const { provider } = fakeProvider();
    const harmless = { ...provider, manifest: { ...provider.manifest, refusedEnvironment: [{ name: 'FAKE_ENDPOINT', except: ['https://fake.example'] }] } };
    expect(() => createCarnet({ ...good, providers: [harmless], environment: { FAKE_ENDPOINT: 'https://fake.example' } })).not.toThrow();
    expect(() => createCarnet({ ...good, providers: [harmless], environment: { FAKE_ENDPOINT: 'https://fake.example.evil' } })).toThrow(expect.objectContaining({ code: 'REFUSED_ENVIRONMENT' }));
  });

  it.each(['FAKE_ENDPOINT', 'FAKE_URL_STS', 'fake_endpoint'])('%s set: REFUSED_ENVIRONMENT, naming it and not its value', (name) => {
    const error = errorOf({ environment: { [name]: 'https://canary.example' }, variables: { A: 'broken as well' } });
    expect(error.code).toBe('REFUSED_ENVIRONMENT');
    expect(error.message).toContain(name);
    expect(error.message).not.toContain('canary');
    expect(error.problems).toHaveLength(2);
  });

  it.each(['NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_DEBUG', 'node_debug'])('%s set, which no provider has to list: told once, however many there are', (name) => {
    const error = errorOf({ environment: { [name]: 'canary' }, providers: [fakeProvider().provider, memoryProvider()] });
    expect(error.problems).toEqual([expect.objectContaining({ code: 'REFUSED_ENVIRONMENT', message: expect.stringContaining(`The environment variable ${name} is set: `) })]);
    expect(error.message).not.toContain('canary');
  });

  it('an unset one, and one that only looks like it, pass', () => {
    expect(() => createCarnet({ ...good, environment: { FAKE_ENDPOINT: undefined, FAKE_ENDPOINT_2: 'x', MY_FAKE_URL_: 'x' } })).not.toThrow();
  });
});

describe('providers', () => {
  it.each([
    ['the same id twice', [memoryProvider(), memoryProvider()], /Two providers have the id 'memory'/],
    ['the same kind of identity twice', [fakeProvider().provider, providerWith({ id: 'twin' })], /the kind of identity 'fake'/],
    ['a reserved audience', [providerWith({ identity: { ...fakeManifest.identity, audience: 'api://AzureADTokenExchange' } })], /api:\/\/AzureADTokenExchange, which belongs to azure/],
    ['a reserved audience behind a field', [providerWith({ identity: { ...fakeManifest.identity, audience: { byField: 'tenant', audiences: { t: 'sts.amazonaws.com' } } } })], /sts\.amazonaws\.com/],
  ])('%s: PROVIDER_CONFLICT', (_, providers, sentence) => {
    const error = errorOf({ providers });
    expect([error.code, sentence.test(error.message)]).toEqual(['PROVIDER_CONFLICT', true]);
  });

  it('an audience that a setting turns into a reserved one is refused', () => {
    const provider = providerWith({ identity: { ...fakeManifest.identity, audience: '{tenant}' } });
    expect(sentencesOf({ providers: [provider], workloadIdentities: { wi: { kind: 'fake', tenant: 'sts.amazonaws.com' } } })[0]).toMatch(/belongs to aws/);
  });

  it.each([
    ['null', null], ['a function', () => undefined], ['no manifest', {}], ['a manifest without anything', { specificationVersion: 'v1', manifest: {}, open: () => undefined }],
    ['another version', providerWith({}, { specificationVersion: 'v2' })], ['no open', providerWith({}, { open: undefined })], ['an id in capitals', providerWith({ id: 'Fake' })],
    ['methods that are no list', providerWith({ methods: 3 })], ['a getter that throws', { get manifest() { throw new Error('canary'); } }], ['code in the manifest', providerWith({ title: () => 'x' })],
    ['a diagnose that is no function', providerWith({}, { diagnose: 'x' })],
  ])('one made by hand with %s is refused by name of the rule', (_, provider) => {
    const error = errorOf({ providers: [provider], credentials: {}, workloadIdentities: {} });
    expect(error.code).toMatch(/^(?:MANIFEST_INVALID|CONFIG_INVALID)$/);
    expect(error.message).not.toContain('canary');
  });

  it('a problem that a provider finds is told where the field stands', () => {
    const validate = () => [{ field: 'tenant', problem: 'is not of this place', of: 'identity' as const }, { field: 'vault', problem: 'is not of this place', of: 'store' as const }];
    expect(sentencesOf({ providers: [{ ...fakeProvider().provider, validate }] })).toEqual([
      "SETTINGS_INVALID Workload identity config 'wi', tenant: is not of this place.", "SETTINGS_INVALID Credential 'main', vault: is not of this place.",
    ]);
  });

  it('a kind that nobody defines is named', () => {
    const user = defineProvider({ manifest: { ...fakeManifest, id: 'user', identity: { kind: 'elsewhere' } }, open: fakeProvider().provider.open });
    expect(sentencesOf({ providers: [user], credentials: {}, workloadIdentities: {} })).toEqual(["PROVIDER_NOT_FOUND Provider 'user' uses identities of the kind 'elsewhere', which no provider here defines."]);
  });

  it('opens nothing at creation', () => {
    const { provider, calls } = fakeProvider();
    createCarnet({ ...good, providers: [provider] });
    expect(calls.contexts).toEqual([]);
  });

  it('is an error of Carnet', () => {
    expect(CarnetError.isInstance(errorOf({ providers: 3 }))).toBe(true);
  });
});
