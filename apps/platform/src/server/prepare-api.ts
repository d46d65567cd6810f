import { setTimeout as sleep } from 'node:timers/promises';
import { getCACertificates } from 'node:tls';
import type { Audit } from '../audit/audit.ts';
import { PlatformError } from '../errors/platform-error.ts';
import type { Application, ApplicationOptions } from '../http/application.ts';
import type { PlatformIssuer } from '../issuing/platform-issuer.ts';
import { createTokenDesk } from '../issuing/token-desk.ts';
import { createKickoffs } from '../kickoffs/create-kickoffs.ts';
import type { MachineTokens } from '../machines/machine-tokens.ts';
import type { Withdrawals } from '../machines/withdrawals.ts';
import type { Metrics } from '../operations/metrics.ts';
import type { Traces } from '../operations/traces.ts';
import type { PeopleSettings } from '../people/people-settings.ts';
import { createPeople, type People } from '../people/people.ts';
import { countCalls } from '../provider-host/count-calls.ts';
import type { HostedManifest } from '../provider-host/provider-host.ts';
import { startProviderHost } from '../provider-host/start-provider-host.ts';
import { testedBindings } from '../resources/connection/tested-bindings.ts';
import { createSealer } from '../sealing/create-sealer.ts';
import { checkSealingKeys } from '../sealing/rewrap.ts';
import { createCursors } from '../store/cursors.ts';
import { migrate, pendingMigrations } from '../store/migrate.ts';
import type { Store } from '../store/store.ts';
import { deriveKey } from './derive-key.ts';
import { observeKickoffs } from './observe-kickoffs.ts';
import { platformRoutes } from './platform-routes.ts';
import { runRounds } from './rounds.ts';
import type { ServerOptions, ServerSettings } from './server-options.ts';

export interface ApiParts extends ServerOptions {
  readonly store: Store;
  readonly audit: Audit;
  readonly issuer: PlatformIssuer;
  readonly tokens: MachineTokens;
  readonly withdrawals: Withdrawals;
  readonly metrics: Metrics;
  readonly traces: Traces;
  readonly publicUrl: string;
  readonly applicationOf: (parts: Pick<ApplicationOptions, 'routes' | 'principalOf' | 'extraHandlers'>) => Application;
}

/** What answers once the database does. */
export interface Api {
  readonly application: Application;
  readonly people: People;
  readonly manifests: readonly HostedManifest[];
  close(): Promise<void>;
}

/** @throws PlatformError `STORAGE_UNAVAILABLE`, which passes; others for what an operator has to mend */
export async function prepareApi(options: ApiParts): Promise<Api> {
  const { store, audit, issuer, tokens, withdrawals, metrics, traces, publicUrl, settings, program, log, now, randomBytes } = options;
  await prepareTables(store);
  const sealer = createSealer({ current: settings.encryptionKey, previous: settings.previousEncryptionKeys, randomBytes });
  await checkSealingKeys(store, sealer);
  // They hold here already, so a database that can be read is enough to begin with.
  await withdrawals.carryOut().catch((error: unknown) => log.warn({ error }, 'what was withdrawn while the database could not be written waits on'));

  const peopleSettings = peopleSettingsOf(settings, publicUrl);
  const people = await createPeople({ store, audit, tokens, settings: peopleSettings, now });
  const host = countCalls(await startProviderHost({
    ...program, packages: { names: settings.providers, directory: process.cwd() }, user: userOf(settings.providerUser), allowedAddresses: settings.allowedAddresses,
    // Those of NODE_EXTRA_CA_CERTS: nothing of the environment reaches that process by itself.
    certificateAuthorities: getCACertificates('extra'), log: (line) => log.info(line),
  }), (call) => metrics.providerCalled(call));
  const shared = { store, audit, sealer, cursors: createCursors(deriveKey(settings.sessionSecret, 'cursors')), now, randomBytes };
  const directAddresses = settings.allowedAddresses;
  const kickoffs = createKickoffs({ ...shared, host, issuer, directAddresses, tokens, withdrawals, limits: { renewalsPerMinute: settings.renewalsPerMinute, ...options.limits }, observe: observeKickoffs(metrics, traces) });
  const routes = platformRoutes({
    people: { ...shared, tokens, people, settings: peopleSettings },
    resources: {
      ...shared, host, directAddresses, runOnWorker: kickoffs.runOnWorker,
      issuerOf: (organization, config) => issuer.issuerOf(organization, config),
      tokens: createTokenDesk({ issuer, store, manifests: () => host.manifests }),
      sleep: (ms, signal) => sleep(ms, undefined, { signal }),
    },
    kickoffs,
  });
  const application = options.applicationOf({
    routes, principalOf: (request, facts) => people.principalOf(request, facts), extraHandlers: { '/v1/auth/': (request, facts) => people.handler(request, facts) },
  });
  metrics.watch({ ...kickoffs, bindings: () => testedBindings(store) });
  const sweeper = kickoffs.startSweeper({ onError: (error) => log.warn({ error }, 'a sweep failed') });
  const rounds = runRounds({ ...options, people });
  return {
    application, people, manifests: host.manifests,
    async close() {
      await Promise.all([sweeper.close(), rounds.close()]);
      await host.close();
    },
  };
}

/** The embedded database is one server's own and brings itself up to date; a shared one is an operator's to migrate, before any replica starts. */
async function prepareTables(store: Store): Promise<void> {
  if (store.kind === 'sqlite') {
    await migrate(store);
    return;
  }
  const pending = await pendingMigrations(store);
  if (pending.length > 0) throw new PlatformError({ code: 'STORAGE_NOT_MIGRATED' });
}

function peopleSettingsOf(settings: ServerSettings, baseUrl: string): PeopleSettings {
  const { sessionSecret, administrators, signInIssuer, signInClientId, signInClientSecret, signInDomains } = settings;
  const oidc = signInIssuer === undefined || signInClientId === undefined || signInClientSecret === undefined
    ? undefined : { name: new URL(signInIssuer).hostname, issuer: signInIssuer, clientId: signInClientId, clientSecret: signInClientSecret, allowedDomains: signInDomains };
  return { baseUrl, sessionSecret, administrators, organizationsByEveryone: false, oidc };
}

/** `uid:gid`. */
function userOf(text: string | undefined): { readonly uid: number; readonly gid: number } | undefined {
  const [uid, gid] = text?.split(':').map(Number) ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}
