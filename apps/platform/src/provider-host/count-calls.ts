import type { Rung } from '@carnet/trust';
import { HostedError, type ProviderHost } from './provider-host.ts';

/** What `serve` asked of a provider, for metrics: nothing of what was asked about, nor of the answer. */
export interface ProviderCall {
  /** An id of the manifests; `other` for one that nobody knows. */
  readonly provider: string;
  readonly call: 'validate' | 'test' | 'list' | 'check' | 'resolve' | 'write' | 'remove' | 'trust' | 'registration-commands';
  /** `ok`, or the code of what failed: of several values, or of the rungs of a test, the first. `other` where that has none. */
  readonly status: string;
}

/** The same host, which tells of every call when it has ended. */
export function countCalls(host: ProviderHost, count: (call: ProviderCall) => void): ProviderHost {
  const known = new Set(host.manifests.map(({ manifest }) => manifest.id));
  const tell = (provider: string, call: ProviderCall['call'], status: string): void => count({ provider: known.has(provider) ? provider : 'other', call, status });

  async function counted<T>(provider: string, call: ProviderCall['call'], answer: Promise<T>, statusOf: (answer: T) => string = () => 'ok'): Promise<T> {
    try {
      const given = await answer;
      tell(provider, call, statusOf(given));
      return given;
    } catch (error) {
      tell(provider, call, codeOf(error));
      throw error;
    }
  }

  async function* climbed(provider: string, rungs: AsyncIterable<Rung>): AsyncGenerator<Rung, void, undefined> {
    let failed: string | undefined;
    // Whoever stops listening gives the call up.
    let status = 'ABORTED';
    try {
      for await (const rung of rungs) {
        if (rung.status === 'fail') failed ??= rung.error?.code ?? 'other';
        yield rung;
      }
      status = failed ?? 'ok';
    } catch (error) {
      status = codeOf(error);
      throw error;
    } finally {
      tell(provider, 'test', status);
    }
  }

  return {
    manifests: host.manifests,
    validate: (organization, credential, references) => counted(credential.provider, 'validate', host.validate(organization, credential, references)),
    test: (organization, call, request) => climbed(call.credential.provider, host.test(organization, call, request)),
    list: (organization, call, request) => counted(call.credential.provider, 'list', host.list(organization, call, request)),
    check: (organization, call, request) => counted(call.credential.provider, 'check', host.check(organization, call, request)),
    resolve: (organization, call, request) => counted(call.credential.provider, 'resolve', host.resolve(organization, call, request), (outcomes) => {
      const failed = outcomes.find((outcome) => !outcome.ok);
      return failed === undefined ? 'ok' : failed.failure.code;
    }),
    write: (organization, call, request) => counted(call.credential.provider, 'write', host.write(organization, call, request)),
    remove: (organization, call, request) => counted(call.credential.provider, 'remove', host.remove(organization, call, request)),
    trust: (provider, input) => counted(provider, 'trust', host.trust(provider, input)),
    registrationCommands: (provider, identity) => counted(provider, 'registration-commands', host.registrationCommands(provider, identity)),
    close: () => host.close(),
  };
}

function codeOf(error: unknown): string {
  return error instanceof HostedError ? error.failure.code : 'other';
}
