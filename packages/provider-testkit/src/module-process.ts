import type { Provider, ProviderContext } from '@carnet/provider';
import { readFileSync, writeSync } from 'node:fs';
import { Agent } from 'node:https';
import { registerHooks } from 'node:module';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { watchEnvironment } from './process/environment-watch.ts';
import type { ModuleReport } from './process/module-report.ts';
import { packageOf } from './process/package-of.ts';
import { received, type SentConnection } from './process/sent-connection.ts';
import { changesSince, takeSnapshot } from './process/snapshot.ts';

// The entry of a child process: imports a provider's module, opens a store, makes one call that reaches nobody, and reports.
const [, , module = ''] = process.argv;
const connection = received(JSON.parse(readFileSync(0, 'utf8')) as SentConnection);
const reportTo = 3;

const refused = (): Error => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const unreachable = new Agent();
unreachable.createConnection = () => { throw refused(); };
const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const context: ProviderContext = {
  subjectToken: () => Promise.resolve(`${part({ alg: 'RS256', kid: '1' })}.${part({ iss: 'https://issuer.example.test', sub: 'nobody', exp: 4e9 })}.AAAA`),
  transport: { fetch: () => Promise.reject(refused()), agent: () => unreachable },
  clock: { now: () => 1_800_000_000_000, sleep: () => Promise.resolve() },
  random: (size) => new Uint8Array(size),
  observe: () => undefined,
  session: new Map(),
};

const isProvider = (value: unknown): value is Provider => typeof value === 'object' && value !== null && 'open' in value && 'manifest' in value;

/** The class and Node's own code: the rest is somebody else's text. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code: unknown = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z_]{1,64}$/.test(code) ? `${error.constructor.name} ${code}` : error.constructor.name;
}

async function look(): Promise<ModuleReport> {
  const home = packageOf(module);
  const packages = new Set<string>();
  let open = false;
  registerHooks({
    load(url, hookContext, next) {
      const owner = packageOf(url);
      if (!open && owner !== undefined && owner.folder !== home?.folder && !owner.name.startsWith('@carnet/')) packages.add(owner.name);
      return next(url, hookContext);
    },
  });
  const before = takeSnapshot();
  const alive = process.getActiveResourcesInfo();
  using watch = watchEnvironment();
  let defaultExport: ModuleReport['defaultExport'] = 'something else';
  let id: string | undefined;
  let failure: string | undefined;
  let atOpen: readonly string[] = [];
  let resources: readonly string[] = [];
  let doing = 'importing it';
  try {
    const exported = ((await import(module)) as { readonly default?: unknown }).default;
    doing = 'creating the provider';
    const made: unknown = typeof exported === 'function' ? await (exported as () => unknown)() : exported;
    if (isProvider(made)) {
      defaultExport = typeof exported === 'function' ? 'factory' : 'provider';
      id = made.manifest.id;
      doing = 'opening a store';
      const store = made.open(connection, context);
      await nextTurn();
      await nextTurn();
      open = true;
      atOpen = [...watch.read];
      resources = process.getActiveResourcesInfo().filter((kind) => !alive.includes(kind));
      doing = 'the first call';
      await store.authenticate({ signal: AbortSignal.timeout(3_000) }).catch(() => undefined);
    }
  } catch (error) {
    failure = `${doing} failed with ${nameOf(error)}`;
  }
  if (!open) atOpen = [...watch.read];
  const read = { opening: atOpen, call: [...watch.read].filter((name) => !atOpen.includes(name)) };
  return { ...(failure !== undefined && { failure }), defaultExport, id, packages: [...packages], resources, read, written: [...watch.written], changes: changesSince(before) };
}

writeSync(reportTo, JSON.stringify(await look()));
process.exit(0);
