import type { PlatformIssuer } from '../issuing/platform-issuer.ts';
import type { HealthCheck } from '../operations/management.ts';
import type { Store } from '../store/store.ts';

/** What keeps the API from answering; undefined when nothing does. */
export interface Progress {
  problem: string | undefined;
}

const pingMs = 2_000;

export function healthChecks({ issuer, store, progress }: { readonly issuer: PlatformIssuer; readonly store: Store; readonly progress: Progress }): {
  readonly ready: readonly HealthCheck[];
  readonly api: readonly HealthCheck[];
} {
  return {
    ready: [{ name: 'issuer', problem: async () => (await servesDocuments(issuer) ? undefined : `its documents cannot be served: ${issuer.problem?.message ?? 'unknown.'}`) }],
    api: [
      { name: 'start', problem: () => Promise.resolve(progress.problem) },
      { name: 'database', problem: () => store.ping(pingMs).then(() => undefined, () => 'it does not answer.') },
      { name: 'minting', problem: () => Promise.resolve(issuer.problem?.message) },
    ],
  };
}

async function servesDocuments({ issuer, handler }: PlatformIssuer): Promise<boolean> {
  if (issuer === undefined) return false;
  const answers = await Promise.all(['/.well-known/openid-configuration', '/oauth2/jwks'].map((path) => handler(new Request(`${issuer}${path}`))));
  return answers.every(({ status }) => status === 200);
}
