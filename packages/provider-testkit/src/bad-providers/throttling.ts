import { CarnetError, type CarnetErrorOptions, type Provider, type SecretStore } from '@carnet/provider';
import { badAcme, type BadProvider } from './bad-provider.ts';
import { around, changed, changedFailure, wrapped, type BrokenCall } from './breaking.ts';

const isThrottled = (error: unknown): error is CarnetError => CarnetError.isInstance(error) && error.code === 'THROTTLED';
const saying = (call: BrokenCall, change: (error: CarnetError) => Partial<CarnetErrorOptions>): ReturnType<typeof changedFailure> =>
  changedFailure(call, (error) => (isThrottled(error) ? change(error) : undefined));

/** Reads the header itself, and looks at nothing but whether it is there. */
const unchecked = (call: BrokenCall): Parameters<typeof badAcme>[2] => ({
  provider: (good): Partial<Provider> => ({
    open(connection, context) {
      let header: string | null = null;
      const { transport } = context;
      const store = good.open(connection, {
        ...context,
        transport: {
          agent: (url) => transport.agent(url),
          async fetch(request) {
            const response = await transport.fetch(request);
            header = response.headers.get('retry-after');
            return response;
          },
        },
      });
      return Object.assign(Object.create(store) as SecretStore, around(store, call, context, async (again) => await again().catch((error: unknown) => {
        throw isThrottled(error) && header !== null ? changed(error, { retryAfter: Number(header) * 1_000 }) : error;
      })));
    },
  }),
});

const of = (call: BrokenCall, hop: 'exchange' | 'read'): readonly BadProvider[] => [
  badAcme(`throttling.${hop}`, `calls a throttled ${hop} a fault`, saying(call, ({ retryAfter }) => ({ code: hop === 'read' ? 'STORE_FAULT' : 'TOKEN_ENDPOINT_FAULT', retryAfter }))),
  badAcme(`throttling.${hop}-hint`, `tells the wait of a throttled ${hop} in seconds`, saying(call, ({ retryAfter }) => ({ retryAfter: retryAfter && retryAfter / 1_000 }))),
  badAcme(`throttling.${hop}-no-hint`, `takes the header that a throttled ${hop} lacks for 0`, saying(call, ({ retryAfter = 0 }) => ({ retryAfter }))),
  badAcme(`throttling.${hop}-hostile-hint`, `takes whatever stands in Retry-After of a throttled ${hop} for a number`, unchecked(call)),
  badAcme(`throttling.${hop}-retryable`, `says that a throttled ${hop} is for good`, saying(call, () => ({ retryable: false }))),
  badAcme(`throttling.${hop}-once`, `repeats a throttled ${hop} once, at once`, wrapped(call, async (again) => await again().catch(async (error: unknown) => {
    if (isThrottled(error)) return await again();
    throw error;
  }))),
  badAcme(`throttling.${hop}-no-wait`, `waits by itself for as long as a throttled ${hop} asks`, wrapped(call, async (again, _, { clock }) => await again().catch(async (error: unknown) => {
    if (isThrottled(error)) await clock.sleep(error.retryAfter ?? 0);
    throw error;
  }))),
  badAcme(`throttling.${hop}-no-wait`, `waits a moment after a throttled ${hop}, by a timer of its own`, wrapped(call, async (again) => await again().catch(async (error: unknown) => {
    if (isThrottled(error)) await new Promise((resolve) => { setTimeout(resolve, 20); });
    throw error;
  }))),
  badAcme(`throttling.${hop}-usable`, `sends nothing after a throttled ${hop} until its wait is over`, {
    store(store, context) {
      let closedUntil = 0;
      return around(store, call, context, async (again) => {
        if (context.clock.now() < closedUntil) throw new CarnetError({ code: 'THROTTLED', message: 'It is too early.' });
        return await again().catch((error: unknown) => {
          if (isThrottled(error)) closedUntil = context.clock.now() + (error.retryAfter ?? 0);
          throw error;
        });
      });
    },
  }),
];

export const badThrottling: readonly BadProvider[] = [...of('authenticate', 'exchange'), ...of('read', 'read')];
