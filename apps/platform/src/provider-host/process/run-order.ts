import { CarnetError, type Provider, type Transport } from '@carnet/provider';
import type { Order, Surroundings } from '../messages.ts';
import type { describeComposition } from './describe.ts';
import type { CallTokens } from './call-tokens.ts';
import { providerOf } from './open-carnet.ts';

export interface OrderSurroundings {
  /** Those of the composition, and of the packages that the call names. */
  readonly providers: () => Promise<readonly Provider[]>;
  readonly composition: () => Promise<Parameters<typeof describeComposition>[0]>;
  readonly transport: () => Promise<Transport>;
  readonly packages: Surroundings['packages'];
  readonly tokens: CallTokens;
  readonly signal: AbortSignal;
  readonly say: (item: unknown) => void;
}

/** Does what a call asks for and yields what it answers. What is needed for it is imported then. */
export async function* runOrder(order: Order, given: OrderSurroundings): AsyncGenerator<unknown, void, undefined> {
  switch (order.operation) {
    case 'describe': {
      const { describeComposition, describePackage } = await import('./describe.ts');
      return yield* order.package === undefined ? describeComposition(await given.composition()) : describePackage(order.package, given.packages.directory);
    }
    case 'validate': {
      const { identitySchemaOf, validateCredential } = await import('./validate-credential.ts');
      const [providers, provider] = await chosen(given, order.credential.provider);
      return yield validateCredential(order.credential, order.references, provider, identitySchemaOf(providers, order.credential.identity?.kind)).slice(0, mostProblems);
    }
    case 'trust': {
      const [, provider] = await chosen(given, order.provider);
      if (provider.trust === undefined) throw new CarnetError({ code: 'OPERATION_NOT_SUPPORTED', message: `Provider '${order.provider}' writes no trust.` });
      return yield provider.trust(order.input as unknown as Parameters<NonNullable<Provider['trust']>>[0]);
    }
    case 'registration-commands': {
      const [, provider] = await chosen(given, order.provider);
      return yield provider.registrations?.commands(order.identity) ?? [];
    }
    case 'test': {
      const { testConnection } = await import('./climb-ladder.ts');
      return yield* testConnection(order, { ...(await around(given)), tokens: given.tokens, say: given.say });
    }
    case 'list':
      return yield* (await import('./use-store.ts')).listNames(order, await around(given));
    case 'check':
      return yield* (await import('./use-store.ts')).checkSecret(order, await around(given));
    case 'resolve':
      return yield* (await import('./use-store.ts')).resolveSecrets(order, await around(given));
    case 'write':
      return yield* (await import('./use-store.ts')).writeSecret(order, await around(given));
    case 'remove':
      return await (await import('./use-store.ts')).removeSecret(order, await around(given));
  }
}

const mostProblems = 1_000;

async function around({ providers, transport, tokens, signal }: OrderSurroundings): Promise<{ readonly providers: readonly Provider[]; readonly transport: Transport; readonly tokens: CallTokens; readonly signal: AbortSignal }> {
  return { providers: await providers(), transport: await transport(), tokens, signal };
}

async function chosen({ providers }: OrderSurroundings, id: string): Promise<readonly [readonly Provider[], Provider]> {
  const all = await providers();
  const provider = providerOf(all, id);
  if (provider === undefined) throw new CarnetError({ code: 'PROVIDER_NOT_FOUND', message: 'No provider of this id is part of this server.' });
  return [all, provider];
}
