import type { Failure, ProviderContext, SecretStore, StoreReference } from '@carnet/provider';
import type { Fault } from '../fault.ts';
import type { Scene } from '../scene/scene.ts';
import type { Operation } from '../store-double.ts';
import { listed } from './as-a-host.ts';
import { echoFaults } from './echo-faults.ts';

/** A failure that the kit brought about, whatever it was that was thrown. */
export interface ProvokedFailure {
  /** For a sentence: `a read that is throttled`. */
  readonly what: string;
  readonly operation: Failure['operation'];
  readonly thrown: unknown;
  readonly reference?: StoreReference;
  /** Whether it is the failure of a single read or exchange, which have themes of their own. */
  readonly alone: boolean;
  /** Whether `authenticate` passed before. */
  readonly authenticated: boolean;
}

export interface Provoked {
  readonly failures: readonly ProvokedFailure[];
  /** The values that were read and written on the way. */
  readonly values: readonly string[];
}

const gateways: readonly Fault[] = [
  { kind: 'html', status: 200 },
  { kind: 'html', status: 502 },
  { kind: 'throttle', retryAfterSeconds: 2 },
  { kind: 'truncate' },
  { kind: 'reset' },
];

type Call = (store: SecretStore) => Promise<unknown>;

/** Every kind of failure that the double can bring about, one after another, with a name and a value that occur nowhere else. */
export async function provokeFailures(scene: Scene, context: ProviderContext = scene.context): Promise<Provoked> {
  const { double } = scene;
  const failures: ProvokedFailure[] = [];
  const text = (what: string): string => `${what} canary ${crypto.randomUUID()}`;
  const values = [text('read'), text('written')];
  const [name, missing, gone] = ['ledger-canary', 'absent-canary', 'gone-canary'];
  const written = new TextEncoder().encode(values[1]);
  await scene.put(name, values[0] ?? '');
  const store = scene.open({ context });
  await store.read({ name }, {});

  const attempt = async (what: string, operation: Failure['operation'], call: Promise<unknown>, details: Partial<ProvokedFailure> = {}): Promise<void> => {
    try {
      await call;
    } catch (thrown) {
      failures.push({ what, operation, thrown, alone: operation === 'read' || operation === 'authenticate', authenticated: operation !== 'authenticate', ...details });
    }
  };
  const underFaults = async (at: Operation, operation: Failure['operation'], sent: readonly string[], call: Call, details: Partial<ProvokedFailure> = {}): Promise<void> => {
    for (const fault of [...gateways, ...echoFaults(sent)]) {
      const mend = double.fault({ at, fault, times: 1 });
      await attempt(`${operation} with ${fault.kind} at ${at}`, operation, call(operation === 'authenticate' ? scene.open({ context: { ...context, session: new Map() } }) : store), details);
      mend();
    }
  };

  const credentials = (double.credentials ?? []).slice(-1);
  const reference = { name };
  await attempt('read of a missing secret', 'read', store.read({ name: missing }, {}), { reference: { name: missing } });
  await attempt('read of a missing version', 'read', store.read({ name, version: '0'.repeat(32) }, {}), { reference: { name, version: '0'.repeat(32) } });
  await underFaults('read', 'read', credentials, (open) => open.read(reference, {}), { reference });
  if (store.readMany) await underFaults('read', 'read', credentials, (open) => thrownOf(open.readMany?.([reference, { name: missing }], {})), { reference, alone: false });
  if (store.list) await underFaults('list', 'list', credentials, (open) => listed(open));
  if (store.write) await underFaults('write', 'write', [...credentials, ...values.slice(1)], async (open) => await open.write?.(name, written, {}), { reference });
  const token = scene.mint();
  scene.source = () => token;
  await underFaults('exchange', 'authenticate', [token], (open) => open.authenticate({}));

  for (const other of ['off-canary', gone]) await scene.put(other, values[0] ?? '');
  await double.disable?.('off-canary');
  await attempt('read of a disabled secret', 'read', store.read({ name: 'off-canary' }, {}), { reference: { name: 'off-canary' } });
  await double.deny?.(name);
  await attempt('read of a denied secret', 'read', store.read(reference, {}), { reference });
  // What follows may remove it, and nobody can deny what is not there.
  if (store.remove) await underFaults('remove', 'remove', credentials, async (open) => await open.remove?.(gone, {}), { reference: { name: gone } });
  await double.denyListing?.();
  await attempt('denied list', 'list', listed(store));
  await double.denyWriting?.();
  await attempt('denied write', 'write', Promise.resolve(store.write?.(name, written, {})), { reference });
  await attempt('denied removal', 'remove', Promise.resolve(store.remove?.(name, {})), { reference });
  await double.denyBatches?.();
  await attempt('denied batch', 'read', thrownOf(store.readMany?.([reference, { name: missing }], {})), { reference, alone: false });
  await double.distrust?.();
  await attempt('exchange without trust', 'authenticate', scene.open({ context: { ...context, session: new Map() } }).authenticate({}));
  return { failures, values };
}

/** The first error of a batch, thrown as that of a read. */
async function thrownOf(batch: ReturnType<NonNullable<SecretStore['readMany']>> | undefined): Promise<void> {
  for (const result of (await batch) ?? []) if (!result.ok) throw result.error;
}
