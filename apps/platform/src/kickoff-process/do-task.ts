import { CarnetError, type Provider, type SubjectTokenSource, type Transport } from '@carnet/provider';
import { orderSchema } from '../provider-host/messages.ts';
import { hostedFailureOf } from '../provider-host/process/hosted-failure.ts';
import { runOrder } from '../provider-host/process/run-order.ts';
import type { WorkerTask } from '../worker-protocol/protocol.ts';

export interface TaskSurroundings {
  readonly providers: readonly Provider[];
  readonly transport: Transport;
  readonly tokens: SubjectTokenSource;
  readonly signal: AbortSignal;
  readonly say: (line: object) => void;
}

/** What the provider host does for the server, in the same code: rungs as they come, else one answer, or the failure. It never rejects. */
export async function doTask({ operation, credential, request, fingerprintKey, deadlineMs }: WorkerTask, { providers, transport, tokens, signal, say }: TaskSurroundings): Promise<void> {
  try {
    const order = orderSchema.parse({ ...(operation === 'test' && { probe: false }), ...(request as object), operation, credential, fingerprintKey, timeoutMs: deadlineMs });
    const items: unknown[] = [];
    const onItem = (item: unknown): void => (operation === 'test' ? say({ rung: item }) : void items.push(item));
    const given = {
      providers: async () => providers, composition: async () => ({ providers, packages: {} }), transport: async () => transport, packages: { names: [], directory: '' }, signal, say: onItem,
      tokens: { subjectToken: (asked: Parameters<SubjectTokenSource['subjectToken']>[0]) => tokens.subjectToken(asked), decoy: noDecoy, receive: () => undefined },
    };
    for await (const item of runOrder(order, given)) onItem(item);
    if (operation !== 'test') say({ answer: operation === 'resolve' ? items : items[0] ?? null });
  } catch (error) {
    say({ failure: hostedFailureOf(error) });
  }
}

function noDecoy(): Promise<string> {
  return Promise.reject(new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: 'A worker makes no decoys.', hint: 'Test the credential on the platform.', step: 'mint', retryable: false }));
}
