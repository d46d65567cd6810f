import type { Rung } from '@carnet/trust';
import type { ServerEvent } from '../../http/event-stream.ts';
import { problemOf } from '../../http/problem.ts';
import { readRung } from '../../provider-host/answers.ts';
import { standardLimits } from '../../provider-host/host-limits.ts';
import type { HostCall, TestRequest } from '../../provider-host/provider-host.ts';
import { hasFreeAddress } from '../credentials/needs-worker.ts';
import type { ResourceParts } from '../resource-parts.ts';
import { isoTime } from '../../http/iso-time.ts';
import { withLevelTime } from './level-time.ts';
import type { OrganizationSlots } from './organization-slots.ts';
import { probeRefusal, withClaimedProbe, type ProbeRequest } from './probe-rule.ts';
import { hostCallOf, orderOf, readOfWorker, type ProviderCall } from './provider-call.ts';
import { fingerprintNameOf, printedReference } from './secret-values.ts';
import { keepTest, statusOf } from './connection-test-history.ts';

export interface TestOrder extends Omit<ProviderCall, 'signal'> {
  readonly request: ProbeRequest & Pick<TestRequest, 'reference' | 'registered'>;
  /** Of the credential that is stored; undefined where what is tested is not saved: then nothing is kept. */
  readonly version: number | undefined;
}

type TestParts = ResourceParts & { readonly slots: OrganizationSlots };

/** Everything that would refuse the test as a whole is refused before its stream begins. */
export async function startTest(parts: TestParts, wanted: TestOrder, calling: AbortSignal): Promise<(signal: AbortSignal) => AsyncIterable<ServerEvent>> {
  const { organization, loaded, loaded: { config }, request: { reference: typed } } = wanted;
  const printed = typed === undefined ? undefined : printedReference(typed);
  const order = { ...wanted, ...(printed !== undefined && { fingerprintName: fingerprintNameOf(loaded, printed) }) };
  // A call that cannot be made is refused now, with its status.
  if (order.worker === undefined) await hostCallOf(parts, { ...order, signal: calling });
  calling.throwIfAborted();
  const slot = parts.slots.take(organization);
  // A stream that is never begun ends with its call.
  calling.addEventListener('abort', () => slot[Symbol.dispose](), { once: true });
  try {
    const { registered, probe } = order.request;
    const refusal = probe === true && config !== undefined ? await probeRefusal(parts, organization, config) : undefined;
    return (signal) => events(parts, order, { reference: printed, registered, probe, probeRefusal: refusal }, slot, signal);
  } catch (error) {
    slot[Symbol.dispose]();
    throw error;
  }
}

async function* events(parts: TestParts, order: TestOrder, request: TestRequest, slot: Disposable, signal: AbortSignal): AsyncGenerator<ServerEvent> {
  using _ = slot;
  const rungs: Rung[] = [];
  try {
    for await (const rung of rungsOf(parts, order, request, signal)) {
      rungs.push(rung);
      yield { event: 'rung', data: rung };
    }
    const kept = order.version !== undefined && await keepTest(parts, { organization: order.organization, actor: order.actor, credential: order.loaded.hosted, version: order.version, rungs });
    yield { event: 'result', data: { status: statusOf(rungs), at: isoTime(parts.now()), version: order.version ?? null, kept } };
  } catch (error) {
    if (!signal.aborted) yield { event: 'problem', data: problemOf(error).problem };
  }
}

async function* rungsOf(parts: TestParts, order: TestOrder, request: TestRequest, signal: AbortSignal): AsyncGenerator<Rung> {
  const call = { ...order, signal };
  const rungs = order.worker === undefined
    ? parts.host.test(order.organization, await testCallOf(parts, call), request)
    : rungsOfWorker(parts.runOnWorker(order.organization, order.worker, await orderOf(parts, { ...call, deadlineMs: standardLimits.deadlineMs.test }, 'test', request), signal));
  yield* hasFreeAddress(parts.host, order.loaded.hosted) ? withLevelTime(rungs, parts, signal) : rungs;
}

async function testCallOf(parts: TestParts, call: ProviderCall): Promise<HostCall> {
  const { organization, actor, loaded: { config } } = call;
  const made = await hostCallOf(parts, call);
  return config === undefined ? made : { ...made, tokens: withClaimedProbe(parts, organization, actor, config, made.tokens) };
}

async function* rungsOfWorker(lines: AsyncIterable<unknown>): AsyncGenerator<Rung> {
  let count = 0;
  for await (const line of lines) {
    if (++count > mostRungs) return;
    yield readOfWorker(line, readRung);
  }
}

// A test has about ten, and repeats some of them every 10 s for 5 minutes.
const mostRungs = 200;
