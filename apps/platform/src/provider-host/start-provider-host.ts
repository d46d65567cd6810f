import { audienceOf, validateSettings, type Manifest } from '@carnet/provider';
import { programModule } from '../program-module.ts';
import type { ProviderPackages } from '../provider-process/provider-packages.ts';
import type { ListedAddress } from './allowed-addresses.ts';
import { readCommands, readListed, readOutcome, readProblems, readRung, readSummary, readTrustPlan, readWritten } from './answers.ts';
import { questionDesk } from './answer-question.ts';
import { checkUser } from './check-user.ts';
import { conductCall, itemsOf } from './conduct-call.ts';
import { endingWithServer } from './end-with-server.ts';
import { hasFreeAddress } from './free-address.ts';
import { contractError, hostError } from './host-error.ts';
import { standardLimits, type ProviderHostLimits } from './host-limits.ts';
import { startHostProcess } from './host-process.ts';
import { loadManifests } from './load-manifests.ts';
import type { Order, Surroundings } from './messages.ts';
import { ProcessPool, type ProcessOwner } from './process-pool.ts';
import { defines } from './provider-conflicts.ts';
import type { HostCall, HostedCredential, HostedManifest, ProviderHost } from './provider-host.ts';
import { readablePaths } from './readable-paths.ts';

export interface ProviderHostOptions {
  /** A module that calls `startHostProcess`. Default: that of the composition. */
  readonly module?: URL | undefined;
  /** Provider packages besides those of the composition. Default: none. */
  readonly packages?: ProviderPackages | undefined;
  /** Whom provider code runs as: only a server that root started may say so. Without it the start logs a warning. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  /** stores with a free address that this server may call itself. Default: none. */
  readonly allowedAddresses?: readonly ListedAddress[] | undefined;
  /** Certificate authorities besides those of Node, as texts of PEM. Nothing of the environment reaches the process. */
  readonly certificateAuthorities?: readonly string[] | undefined;
  /** Sent along with each call. For the development program alone, which finds the local clouds by it. */
  readonly connection?: (() => unknown) | undefined;
  readonly limits?: Partial<ProviderHostLimits> | undefined;
  readonly log: (line: string) => void;
}

/**
 * Loads every provider once, in processes of their own, and is ready for calls.
 *
 * @throws ProviderPackagesError with everything that is wrong with the packages
 * @throws TypeError for a user that this process may not become
 */
export async function startProviderHost(options: ProviderHostOptions): Promise<ProviderHost> {
  const { module = programModule('provider-host/process'), allowedAddresses: allowed = [], packages = { names: [], directory: '/' }, user, certificateAuthorities = [], connection, log } = options;
  const limits = { ...standardLimits, ...options.limits };
  const warning = checkUser(user);
  if (warning !== undefined) log(warning);
  const program = { module, readable: readablePaths(packages, module), heapMiB: limits.heapMiB, user, through: await endingWithServer(user) };
  const pool = new ProcessPool({ ...limits, start: (onEnd) => startHostProcess({ program, ...limits, onEnd, log }) });
  const manifests = await loadManifests({ pool, packages, deadlineMs: limits.loadMs }).catch(async (error: unknown) => {
    await pool.close();
    throw error;
  });
  const known = new Map(manifests.map((each) => [each.manifest.id, each]));
  const manifestOf = (provider: string): HostedManifest => {
    const found = known.get(provider);
    if (found === undefined) throw contractError('PROVIDER_NOT_FOUND', 'No provider of this id is part of this server.');
    return found;
  };

  /** Its own package, and the one that defines its kind of identity: no other one's code runs beside it. */
  const packagesOf = ({ manifest, package: own }: HostedManifest): readonly string[] => {
    const definer = manifests.find((each) => defines(each.manifest.identity) && each.manifest.identity.kind === manifest.identity?.kind)?.package;
    return [...new Set([definer, own].flatMap((each) => (each?.foreign === true ? [each.name] : [])))];
  };

  const call = <T>(organization: string | undefined, provider: string, order: Order, read: (item: unknown) => T, more: Partial<Pick<HostCall, 'signal' | 'tokens'>> = {}, credential?: HostedCredential): AsyncGenerator<T, void, undefined> => {
    const hosted = manifestOf(provider);
    const names = packagesOf(hosted);
    // What touches no network needs no process of its own, unless foreign code does it.
    const owner: ProcessOwner = { organization: isLocal(order) && names.length === 0 ? undefined : organization, asker: organization, package: names.length === 0 ? undefined : names.join(',') };
    const surroundings: Surroundings = {
      packages: { names: [...names], directory: packages.directory }, certificateAuthorities: isLocal(order) ? [] : [...certificateAuthorities],
      ...(hasFreeAddress(hosted) && { listed: [...allowed] }), ...(connection && { connection: connection() }),
    };
    const { signal = new AbortController().signal, tokens = noTokens } = more;
    const answer = questionDesk({ tokens, organization: organization ?? '', audience: credential && audienceFor(credential, manifests), probe: order.operation === 'test' && order.probe });
    return conductCall({ pool, owner, order, surroundings, read, mostItems, deadlineMs: limits.deadlineMs[order.operation], signal, answer });
  };
  const onCredential = <T>(organization: string, given: HostCall, order: Order, read: (item: unknown) => T): AsyncGenerator<T, void, undefined> =>
    call(organization, given.credential.provider, order, read, given, given.credential);
  const basis = ({ credential, fingerprintKey }: HostCall, operation: Order['operation']): { credential: HostedCredential; fingerprintKey: string; timeoutMs: number } =>
    // The provider's own deadlines speak first.
    ({ credential, fingerprintKey, timeoutMs: Math.max(1, limits.deadlineMs[operation] - 1_000) });

  return {
    manifests,
    validate: async (organization, credential, references = []) =>
      only(await itemsOf(call(organization, credential.provider, { operation: 'validate', credential: withoutSecrets(credential), references: [...references] }, readProblems))),
    test: (organization, given, { reference, registered, probe = false, probeRefusal }) =>
      onCredential(organization, given, {
        operation: 'test', ...basis(given, 'test'), probe, ...(reference !== undefined && { reference }), ...(registered && { registered: [...registered] }), ...(probeRefusal !== undefined && { probeRefusal }),
      }, readRung),
    list: async (organization, given, { prefix, limit }) =>
      only(await itemsOf(onCredential(organization, given, { operation: 'list', ...basis(given, 'list'), limit, ...(prefix !== undefined && { prefix }) }, readListed))),
    check: async (organization, given, { reference, encoding }) =>
      only(await itemsOf(onCredential(organization, given, { operation: 'check', ...basis(given, 'check'), reference, ...(encoding && { encoding }) }, readSummary))),
    resolve: async (organization, given, { references }) => {
      let together = 0;
      const outcomes = await itemsOf(onCredential(organization, given, { operation: 'resolve', ...basis(given, 'resolve'), references: [...references] }, (item) => {
        const outcome = readOutcome(item);
        together += outcome.ok ? outcome.value.value.length : 0;
        if (together > mostCharacters) throw new RangeError('More than a process of ours says.');
        return outcome;
      }));
      if (outcomes.length !== references.length) throw hostError('PROVIDER_HOST_FAILED', 'The process that runs the providers answered another question.');
      return outcomes;
    },
    write: async (organization, given, { name, value }) =>
      only(await itemsOf(onCredential(organization, given, { operation: 'write', ...basis(given, 'write'), name, value }, readWritten))),
    remove: async (organization, given, { name }) => {
      await itemsOf(onCredential(organization, given, { operation: 'remove', ...basis(given, 'remove'), name }, () => undefined));
    },
    trust: async (provider, input) => only(await itemsOf(call(undefined, provider, { operation: 'trust', provider, input: { ...input } }, readTrustPlan))),
    registrationCommands: async (provider, identity) => only(await itemsOf(call(undefined, provider, { operation: 'registration-commands', provider, identity }, readCommands))),
    close: () => pool.close(),
  };
}

const mostItems = 2_000;
// Base64 of the 16 MiB that the process reads for one call.
const mostCharacters = 24 * 1024 * 1024;
/** Touches no network. */
const isLocal = ({ operation }: Order): boolean => ['validate', 'trust', 'registration-commands'].includes(operation);
const noTokens = { subjectToken: () => Promise.reject(contractError('SUBJECT_TOKEN_UNAVAILABLE', 'This call needs no token.')) };

function withoutSecrets({ secrets: _secrets, ...credential }: HostedCredential): HostedCredential {
  return credential;
}

/** Undefined for a static credential. What the settings lack is said by the provider's own checks. */
function audienceFor({ identity }: HostedCredential, manifests: readonly HostedManifest[]): string | undefined {
  const definition = manifests.map(({ manifest }): Manifest['identity'] => manifest.identity).filter(defines).find(({ kind }) => kind === identity?.kind);
  if (identity === undefined || definition === undefined) return undefined;
  try {
    // With the defaults filled in.
    const checked = validateSettings(definition.schema, identity.settings);
    return audienceOf(definition, checked.ok ? checked.settings : identity.settings);
  } catch {
    return undefined;
  }
}

function only<T>([first]: readonly T[]): T {
  if (first === undefined) throw hostError('PROVIDER_HOST_FAILED', 'The process that runs the providers gave no answer.');
  return first;
}
