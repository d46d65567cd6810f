import { memoryProvider, type MemoryProvider } from '@carnet/core/memory';
import { CarnetError, parseReference, type SecretStore } from '@carnet/provider';
import type { Rung } from '@carnet/trust';
import { fingerprintOf } from '../../kickoffs/fingerprints.ts';
import { HostedError, type HostCall, type HostedFailure, type ProviderHost, type TestRequest } from '../../provider-host/provider-host.ts';
import { sampleManifests } from './sample-manifests.ts';

/** The provider host without its process, over the store of `@carnet/core` that is kept in memory. */
export interface InProcessHost extends ProviderHost {
  readonly memory: MemoryProvider;
  readonly calls: { readonly operation: string; readonly call: HostCall; readonly request: unknown }[];
  /** What the next calls fail with. */
  failure: HostedFailure | undefined;
  /** Whether the store takes the exchange: without it a probe says nothing. */
  isAccepted: boolean;
  /** What a test says. */
  rungs: readonly Rung[] | ((request: TestRequest, signal: AbortSignal) => AsyncIterable<Rung>);
  /** Runs once, before the next `validate` answers. */
  beforeValidate: (() => Promise<unknown>) | undefined;
}

export const passed: Rung = { id: 'exchange', title: 'exchange', status: 'pass', durationMs: 3, message: 'It was accepted.' };

export function inProcessHost(): InProcessHost {
  const memory = memoryProvider({ database: '{"password":"s3cr3t"}', 'api-key': 'value of api-key' });
  const store = (): Required<Pick<SecretStore, 'list' | 'read' | 'write' | 'remove'>> => memory.open({ method: 'none', store: {} }, undefined as never) as Required<SecretStore>;
  const fingerprint = ({ fingerprintKey }: HostCall, value: Uint8Array): string => fingerprintOf(Buffer.from(fingerprintKey, 'base64'), value);
  const begin = (operation: string, call: HostCall, request: unknown): void => {
    host.calls.push({ operation, call, request });
    if (host.failure !== undefined) throw new HostedError(host.failure);
  };
  const host: InProcessHost = {
    manifests: sampleManifests, memory, calls: [], failure: undefined, isAccepted: true, rungs: [passed], beforeValidate: undefined,
    async validate(_, credential, references = []) {
      const before = host.beforeValidate;
      host.beforeValidate = undefined;
      await before?.();
      const canonical = references.map((reference) => parseReference(reference).name.replaceAll('_', '-'));
      const spelled = references.map((reference) => parseReference(reference).name);
      return [
        ...(credential.store['region'] === 'forbidden' ? [{ field: 'store.region', message: 'is closed' }] : []),
        ...(credential.identity?.settings['tenant'] === 'forbidden' ? [{ field: 'identity.tenant', message: 'is closed' }] : []),
        ...spelled.flatMap((name, index) => (name.includes('!') ? [{ field: `references.${index}`, message: 'has a ! in its name' }] : [])),
        ...spelled.flatMap((name, index) => (canonical.some((other, position) => position < index && other === canonical[index] && spelled[position] !== name) ? [{ field: `references.${index}`, message: 'Two names are one secret.' }] : [])),
      ];
    },
    async* test(_, call, request) {
      begin('test', call, request);
      if (request.probe === true && request.probeRefusal === undefined && host.isAccepted) await call.tokens.probe?.({ audience: 'urn:carnet:probe:x', signal: call.signal });
      yield* typeof host.rungs === 'function' ? host.rungs(request, call.signal) : host.rungs;
    },
    async list(_, call, { prefix, limit }) {
      begin('list', call, { prefix, limit });
      const names: { name: string }[] = [];
      for await (const { name } of store().list({ ...(prefix === undefined ? {} : { prefix }), signal: call.signal })) names.push({ name });
      return { names: names.slice(0, limit), truncated: names.length > limit };
    },
    async check(_, call, request) {
      begin('check', call, request);
      const { reference } = request;
      const { bytes, version } = await store().read(parseReference(reference), { signal: call.signal }).catch(hosted);
      return { fingerprint: fingerprint(call, bytes), version, durationMs: 2 };
    },
    resolve: () => Promise.reject(new Error('Nothing here resolves.')),
    async write(_, call, { name, value }) {
      begin('write', call, { name });
      const bytes = Buffer.from(value);
      return { ...await store().write(name, bytes, { signal: call.signal }), fingerprint: fingerprint(call, bytes) };
    },
    async remove(_, call, { name }) {
      begin('remove', call, { name });
      await store().remove(name, { signal: call.signal }).catch(hosted);
    },
    trust(_, input) {
      const { subject, settings } = input as { readonly subject: string; readonly settings: { readonly name: string } };
      return Promise.resolve({
        audience: 'https://acme.example.com', resources: [], notes: ['It costs nothing.'], outputs: { tenant: [] }, identity: { tenant: '{tenant}' }, store: { region: 'north' },
        documents: [{ format: 'acme-cli', language: 'shell', setUp: [{ title: 'Trust it', text: `acme trust --name ${settings.name} --subject ${subject}` }], tearDown: [{ title: 'End it', text: `acme distrust --name ${settings.name}` }] }],
      });
    },
    registrationCommands: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  };
  return host;
}

function hosted(error: unknown): never {
  if (!CarnetError.isInstance(error)) throw error;
  throw new HostedError({ code: error.code, message: error.message, hint: error.hint, docsUrl: error.docsUrl, retryable: error.retryable });
}
