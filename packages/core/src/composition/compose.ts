import { KeptSessions } from '../connection/session-pool.ts';
import type { CarnetOptions } from '../options.ts';
import { checkCredentials } from './check-credentials.ts';
import { checkProviders } from './check-providers.ts';
import { checkVariables } from './check-variables.ts';
import { checkWorkloadIdentities } from './check-workload-identities.ts';
import type { Composition } from './composition.ts';
import { suggestion } from './near-name.ts';
import { isRecord } from './plain-record.ts';
import { ProblemList } from './problem-list.ts';
import { checkEnvironment } from './refused-environment.ts';

const optionNames = [
  'identity', 'providers', 'workloadIdentities', 'credentials', 'variables', 'fingerprintKey', 'fingerprintKeys', 'transport', 'clock', 'random', 'environment',
  'concurrency', 'timeouts', 'log', 'observe', 'run', 'sessions',
];
const isKey = (value: unknown): boolean => value instanceof Uint8Array && value.length >= 16;
const longestTimeout = 86_400_000;

/** Checks everything, and throws everything that is wrong in one ConfigurationError. */
export function compose(options: CarnetOptions, environment: Readonly<Record<string, string | undefined>>): Composition {
  const problems = new ProblemList();
  if (!isRecord(options)) {
    problems.add('CONFIG_INVALID', 'createCarnet takes an object with providers, credentials and variables.');
    problems.throwIfAny();
  }
  checkPlainOptions(options, problems);
  const { providers, kinds } = checkProviders(options.providers, problems);
  checkEnvironment(environment, providers.values(), problems);
  const workloadIdentities = checkWorkloadIdentities(options.workloadIdentities, kinds, problems);
  const credentials = checkCredentials(options.credentials, {
    providers,
    workloadIdentities,
    identityNames: namesOf(options.workloadIdentities),
    hasTokenSource: options.identity !== undefined,
  }, problems);
  const variables = checkVariables(options.variables, credentials, namesOf(options.credentials), problems);
  problems.throwIfAny();
  return { providers, kinds, workloadIdentities, credentials, variables };
}

function namesOf(input: unknown): readonly string[] {
  return isRecord(input) ? Object.keys(input) : [];
}

function checkPlainOptions(options: CarnetOptions, problems: ProblemList): void {
  const refuse = (message: string): void => problems.add('CONFIG_INVALID', message);
  for (const name of Object.keys(options)) {
    if (!optionNames.includes(name)) refuse(`createCarnet has no option '${name.slice(0, 64)}'.${suggestion(name, optionNames)}`);
  }
  const { identity, concurrency = 20, timeouts = {}, run, fingerprintKey, fingerprintKeys, log, observe, random } = options;
  if (identity !== undefined && typeof (identity as { subjectToken?: unknown } | null)?.subjectToken !== 'function') {
    refuse('identity must be a source of subject tokens, such as issuerIdentity() or projectedFile() of @carnet/identity.');
  }
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 1_000) refuse('concurrency must be a whole number from 1 to 1000.');
  if (!isRecord(timeouts)) refuse('timeouts must be an object with callMs and totalMs.');
  else for (const [name, value] of Object.entries(timeouts)) {
    if (name !== 'callMs' && name !== 'totalMs') refuse(`timeouts has no field '${name.slice(0, 64)}'.${suggestion(name, ['callMs', 'totalMs'])}`);
    else if (value !== undefined && !isTimeout(value)) refuse(`timeouts.${name} must be milliseconds from 1 to ${longestTimeout}.`);
  }
  for (const [name, parts] of [['clock', ['now', 'sleep']], ['transport', ['fetch', 'agent']]] as const) {
    const given: unknown = options[name];
    if (given !== undefined && !(isRecord(given) && parts.every((part) => typeof given[part] === 'function'))) refuse(`${name} must have ${parts.join(' and ')}.`);
  }
  if (run !== undefined && !(isRecord(run) && typeof run.id === 'string' && /^[A-Za-z0-9-]{1,40}$/.test(run.id))) refuse('run.id must be 1 to 40 letters, digits and hyphens.');
  if (options.sessions !== undefined) checkSessions(options, refuse);
  if (fingerprintKey !== undefined && !isKey(fingerprintKey)) refuse('fingerprintKey must be at least 16 bytes.');
  if (fingerprintKeys !== undefined && !(isRecord(fingerprintKeys) && Object.values(fingerprintKeys).every(isKey))) refuse('fingerprintKeys must be an object of keys of at least 16 bytes, by name of a variable.');
  for (const [name, value] of [['log', log], ['observe', observe], ['random', random]] as const) {
    if (value !== undefined && typeof value !== 'function') refuse(`${name} must be a function.`);
  }
}

function checkSessions({ sessions, run, transport }: CarnetOptions, refuse: (message: string) => void): void {
  const { pool, keys } = isRecord(sessions) ? sessions : {};
  if (!(pool instanceof KeptSessions)) refuse('sessions.pool must be made by createSessionPool().');
  if (!isRecord(keys) || Object.values(keys).some((key) => typeof key !== 'string' || key === '')) refuse('sessions.keys must be an object of texts that are not empty, by name of a workload identity config.');
  // A shared session outlives this Carnet, and with it a way to the network that would be its own.
  if (run === undefined || transport === undefined) refuse('sessions needs run, by which others name where a session came from, and transport, which must last as long as the pool.');
}

export function isTimeout(value: unknown): value is number {
  return typeof value === 'number' && value >= 1 && value <= longestTimeout;
}
