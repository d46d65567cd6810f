// Runs the provider package named on the command line under today's host and prints what came of it, as JSON.
import { createCarnet, DiagnosedError, type CarnetOptions } from '@carnet/core';
import { CarnetError, type ErrorCode, type Provider } from '@carnet/provider';
import { ledgerServer } from './ledger-server.ts';

interface ProviderPackage {
  readonly default: () => Provider;
  readonly CarnetError: typeof CarnetError;
  readonly errorCodes: Readonly<Record<string, unknown>>;
}

const { default: create, CarnetError: errorOfProvider, errorCodes } = await import(process.argv[2] ?? '') as ProviderPackage;
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const server = ledgerServer({ Deep: '{"key":"value"}', other: 'ö' });
const setup: CarnetOptions = {
  providers: [create()],
  identity: { subjectToken: async ({ audience }) => `${part({ alg: 'RS256' })}.${part({ iss: 'https://issuer.example', sub: 'organization:1', aud: audience })}.c2ln` },
  workloadIdentities: { wi: { kind: 'ledger', address: 'https://ledger.example.test', team: 'red', tagged: true } },
  credentials: {
    ledger: { provider: 'ledger', identity: 'wi', writable: true },
    pen: { provider: 'ledger', method: 'pen', settings: { address: 'https://ledger.example.test' }, secrets: { ink: 'blue' }, store: { shelf: 'lower' } },
  },
  variables: { DEEP: { credential: 'ledger', secret: 'Deep#key' }, OTHER: { credential: 'ledger', secret: 'other' }, THIRD: { credential: 'pen', secret: 'other' } },
  environment: {},
  fingerprintKey: new Uint8Array(32),
  // No spread: a repeat comes at once.
  random: (size) => new Uint8Array(size),
  transport: { fetch: server.fetch, agent: () => { throw new Error('not used'); } },
};
await using carnet = createCarnet(setup);

const resolution = await carnet.resolve();
const names: string[] = [];
for await (const { name } of carnet.list('ledger', { prefix: 'o' })) names.push(name);
const written = await carnet.write('ledger', 'new', 'written');
await carnet.remove('ledger', 'other');

console.log(JSON.stringify({
  sameClass: errorOfProvider === CarnetError,
  values: Object.fromEntries(['DEEP', 'OTHER', 'THIRD'].map((name) => [name, resolution.secret(name)?.reveal()])),
  principal: (await carnet.authenticate('ledger')).principal,
  names,
  written: [written.version, (await carnet.read('ledger', 'new')).secret.reveal()],
  removed: (await failureOf(() => carnet.read('ledger', 'other'))).code,
  failures: await Promise.all((Object.keys(errorCodes) as ErrorCode[]).map(failureWith)),
  isInstance: CarnetError.isInstance(new errorOfProvider({ code: 'SECRET_NOT_FOUND', message: 'It is not there.' })),
  denied: (await failureOf(() => carnet.read('ledger', 'fault-ACCESS_DENIED'))).diagnosis,
  canonical: (await failureOf(() => carnet.read('ledger', 'no!'))).code,
  refused: refusals({ LEDGER_DEBUG_ALL: '1' }),
  invalid: refusals({}, 'nobody'),
}));

async function failureWith(code: ErrorCode): Promise<object> {
  const { code: got, hint, cloudCode, requestId, provider } = await failureOf(() => carnet.read('ledger', `fault-${code}`));
  return { code, got, hint, cloudCode, requestId, provider };
}

async function failureOf(call: () => Promise<unknown>): Promise<Partial<DiagnosedError>> {
  try {
    await call();
    return {};
  } catch (error) {
    return CarnetError.isInstance(error) ? error as DiagnosedError : {};
  }
}

function refusals(environment: Readonly<Record<string, string>>, team: string = 'red'): string {
  try {
    createCarnet({ ...setup, environment, workloadIdentities: { wi: { kind: 'ledger', address: 'https://ledger.example.test', team } } });
    return 'taken';
  } catch (error) {
    return error instanceof Error ? error.message : 'thrown';
  }
}
