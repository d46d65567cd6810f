import type { Carnet } from '../carnet.ts';
import { createCarnet } from '../create-carnet.ts';
import type { CarnetOptions } from '../options.ts';
import { fakeTokens } from './fake-provider.ts';
import { manualClock, type ManualClock } from './manual-clock.ts';

export interface FakeCarnet {
  readonly carnet: Carnet;
  readonly clock: ManualClock;
  readonly lines: string[];
}

const noTransport: CarnetOptions['transport'] = {
  fetch: () => Promise.reject(new Error('no network in this test')),
  agent: () => {
    throw new Error('no network in this test');
  },
};

/** One workload identity `wi` and one credential `main` of the provider `fake`, under a clock that a test moves. */
export function fakeCarnet(options: Partial<CarnetOptions>): FakeCarnet {
  const clock = manualClock();
  const lines: string[] = [];
  const carnet = createCarnet({
    identity: fakeTokens,
    providers: [],
    workloadIdentities: { wi: { kind: 'fake', tenant: 't' } },
    credentials: { main: { provider: 'fake', identity: 'wi' } },
    environment: {},
    fingerprintKey: new Uint8Array(32).fill(7),
    transport: noTransport,
    clock,
    random: (size) => new Uint8Array(size).fill(128),
    log: (line) => lines.push(line),
    ...options,
  });
  return { carnet, clock, lines };
}

/** What a rejected promise was rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail.');
}

/** One variable for each name, of the credential `main`. */
export function variablesFor(names: readonly string[]): NonNullable<CarnetOptions['variables']> {
  return Object.fromEntries(names.map((name, index) => [`V${index}`, { credential: 'main', secret: name }]));
}
