import type { ProviderContext } from '@carnet/provider';
import type { CloudCredential, Exchange } from './credential-cache.ts';

/** The same exchange, which tells the host how long it took. */
export function observedExchange<T extends CloudCredential>(exchange: Exchange<T>, context: Pick<ProviderContext, 'clock' | 'observe'>): Exchange<T> {
  return async (request) => {
    const startedAt = context.clock.now();
    const credential = await exchange(request);
    context.observe({ name: 'exchange', step: 'authenticate', durationMs: context.clock.now() - startedAt });
    return credential;
  };
}
