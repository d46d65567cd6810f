import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { authorize } from '../access/authorize.ts';
import { createAuditSpool } from '../audit/audit-spool.ts';
import { createAudit } from '../audit/create-audit.ts';
import { PlatformError } from '../errors/platform-error.ts';
import { createApplication, type Application, type ApplicationOptions } from '../http/application.ts';
import { closeServer, listen, portOf } from '../http/listen.ts';
import { loopbackUrls, ownAddresses } from '../http/own-addresses.ts';
import { createRateLimits, usualRateLimits } from '../http/rate-limits.ts';
import { createPlatformIssuer } from '../issuing/platform-issuer.ts';
import { createMachineTokens } from '../machines/machine-tokens.ts';
import { createWithdrawals } from '../machines/withdrawals.ts';
import { startManagement } from '../operations/management.ts';
import { createMetrics, type Metrics } from '../operations/metrics.ts';
import { createTraces, noTraces, type Traces } from '../operations/traces.ts';
import type { People } from '../people/people.ts';
import { healthChecks, type Progress } from './health-checks.ts';
import { openDatabase } from './open-database.ts';
import { prepareApi, type Api } from './prepare-api.ts';
import type { ServerOptions } from './server-options.ts';

export interface Server {
  /** Where it listens: `http://127.0.0.1:8080`. */
  readonly url: string;
  readonly managementUrl: string;
  /** Settles when the API answers: the database is there and has its tables, and the providers are loaded. Rejects where it never will. */
  readonly ready: Promise<{ readonly people: People }>;
  /** Takes nothing more, lets what is under way end within the settings' time, and frees everything. */
  close(): Promise<void>;
}

const retryMs = 1_000;

/**
 * Starts a server. The issuer's two documents are served at once, whatever the database does; the API follows when the database answers.
 *
 * @throws IssuerError for a wrong issuer or key; PlatformError `STORAGE_UNAVAILABLE` for a file that cannot be opened
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { settings, log, now, randomBytes } = options;
  const metrics = createMetrics();
  const traces = settings.tracesEndpoint === undefined ? noTraces : createTraces(settings.tracesEndpoint);
  const store = await openDatabase(settings);
  const audit = createAudit({ store, now });
  let api: Api | undefined;
  const issuer = await createPlatformIssuer({
    environment: { OIDC_ISSUER: settings.issuer, OIDC_PRIVATE_KEY: settings.signingKey, OIDC_KEY_SOURCE: settings.keySource },
    audit, onLookup: (result) => metrics.tokenCacheLookup(result), manifests: () => api?.manifests ?? [], ownAddresses: settings.publicUrl === undefined ? [] : [settings.publicUrl], now, randomBytes,
  });

  const applicationOf = (parts: Pick<ApplicationOptions, 'routes' | 'principalOf' | 'extraHandlers'>): Application => createApplication({
    ...parts, issuer, now, randomBytes, rateLimits,
    authorize: (principal, access, organization) => authorize(store, principal, access, organization),
    addresses: () => addresses,
    // What is in them is said already; under `error` the log describes errors themselves.
    log: (message, { error: failure, ...fields }) => log.error({ ...fields, failure }, message),
    onAnswer: (fact) => observeAnswer(metrics, traces, fact),
  });
  const rateLimits = createRateLimits({ ...usualRateLimits, organization: { capacity: settings.requestsPerMinute / 10, perSecond: settings.requestsPerMinute / 60 } }, now);
  const unavailable = (): Promise<never> => Promise.reject(new PlatformError({ code: 'STORAGE_UNAVAILABLE', headers: { 'retry-after': '2' } }));
  const waiting = applicationOf({ routes: [], principalOf: unavailable, extraHandlers: { '/v1/': unavailable } });
  const current = (): Application => api?.application ?? waiting;

  const listening = await listen((request, address) => current().fetch(request, address), {
    port: settings.port, host: settings.host, trustedProxies: settings.trustedProxies, keptAnswer: (request, host) => current().keptAnswer(request, host),
  });
  const port = portOf(listening);
  const url = `http://${hostOf(settings.host)}:${port}`;
  const publicUrl = settings.publicUrl ?? url;
  const addresses = ownAddresses([publicUrl, url, ...loopbackUrls(port)], issuer.issuer);
  const withdrawals = createWithdrawals({ store, spool: createAuditSpool({ folder: join(settings.dataDirectory, 'audit-spool'), now }), log: (message, fields) => log.warn(fields, message) });
  await withdrawals.takeUp();
  const tokens = createMachineTokens({ store, audit, now, randomBytes, withdrawals });
  const progress: Progress = { problem: 'it is starting.' };
  const management = await startManagement({ host: settings.managementHost, port: settings.managementPort, metrics, ...healthChecks({ issuer, store, progress }) });

  const stopping = new AbortController();
  const ready = untilPrepared();
  ready.catch(() => undefined);
  return {
    url, managementUrl: management.url,
    ready,
    async close() {
      stopping.abort();
      current().beginStop();
      await closeServer(listening, settings.drainSeconds * 1_000);
      current().abort();
      await api?.close();
      await tokens.settled();
      await management.close();
      await Promise.all([traces.close(), metrics.close()]);
      await store.close();
    },
  };

  /** A database that does not answer yet is asked again; what an operator has to mend ends the waiting. */
  async function untilPrepared(): Promise<{ readonly people: People }> {
    for (;;) {
      try {
        const prepared = await prepareApi({ ...options, store, audit, issuer, tokens, withdrawals, metrics, traces, publicUrl, applicationOf });
        api = prepared;
        progress.problem = undefined;
        log.info({ providers: prepared.manifests.length }, 'the API answers');
        return { people: prepared.people };
      } catch (error) {
        stopping.signal.throwIfAborted();
        if (!(error instanceof PlatformError) || !error.retryable) {
          log.error({ error }, 'the API cannot be started');
          progress.problem = error instanceof PlatformError ? `${error.message} (${error.code})` : 'it could not be started.';
          throw error;
        }
        progress.problem = `${error.message} (${error.code})`;
        log.warn({ error }, 'the API waits');
        await sleep(retryMs, undefined, { signal: stopping.signal });
      }
    }
  }
}

function observeAnswer(metrics: Metrics, traces: Traces, fact: Parameters<NonNullable<ApplicationOptions['onAnswer']>>[0]): void {
  metrics.request(fact.route, fact.method, fact.status, (fact.endedAt - fact.startedAt) / 1_000);
  traces.request(fact);
}

const hostOf = (host: string): string => (host.includes(':') ? `[${host}]` : host);
