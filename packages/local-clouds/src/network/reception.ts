import type { ServerResponse } from 'node:http';
import type { Fault } from '../fault.ts';
import type { RecordedRequest } from '../local-clouds.ts';
import type { Cloud, CloudService } from './cloud.ts';
import type { Answer, IncomingCall } from './exchange.ts';
import type { FaultRules } from './fault-rules.ts';
import { isListedHost } from './host-list.ts';
import type { IssuerRoutes } from './issuer-routes.ts';
import { pause, replacingAnswer, sendAnswer } from './send-answer.ts';

export interface ReceptionParts {
  readonly clock: { now(): number };
  readonly faults: FaultRules;
  readonly issuers: IssuerRoutes;
  readonly clouds: readonly Cloud[];
  readonly onAddress?: ((address: string) => void) | undefined;
}

export interface Reception {
  latencyMs: number;
  requests(): readonly RecordedRequest[];
  clearRequests(): void;
  handle(call: IncomingCall, response: ServerResponse): Promise<void>;
}

// A demonstration may stay up for weeks.
const mostRecorded = 100_000;

/** Records each call, lets faults befall it, and has the service it is for answer. */
export function createReception(parts: ReceptionParts): Reception {
  let recorded: { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] }[] = [];
  const issuer: CloudService = {
    answer: parts.issuers.answer,
    throttled: (retryAfterSeconds) => ({ status: 429, headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }, body: '' }),
  };
  // The server has no certificate for a host that is on no list.
  const serviceAt = (host: string): { readonly name: string; readonly service: CloudService } => {
    const cloud = parts.clouds.find(({ hosts }) => isListedHost(hosts, host));
    const name = cloud?.serviceOf(host) ?? 'issuer';
    return { name, service: cloud?.services[name] ?? issuer };
  };

  const reception: Reception = {
    latencyMs: 0,
    requests: () => recorded.map((request) => ({ ...request })),
    clearRequests: () => {
      recorded = [];
    },
    async handle(call, response) {
      const { name, service } = serviceAt(call.host);
      const operation = service.operation?.(call);
      const record = {
        host: call.host, method: call.method, path: call.url.pathname, status: 0, at: parts.clock.now(), service: name as RecordedRequest['service'],
        authorized: (call.headers['authorization'] ?? call.headers['x-vault-token']) !== undefined,
        ...(operation === undefined ? {} : { operation }),
      };
      recorded.push(record);
      parts.onAddress?.(call.url.href);
      if (recorded.length > mostRecorded) recorded.shift();

      const faults = parts.faults.take(record);
      const fault = faults.find(({ kind }) => kind !== 'latency');
      const delay = faults.reduce((sum, each) => sum + (each.kind === 'latency' ? each.milliseconds : 0), reception.latencyMs);
      if (delay > 0) await pause(delay, response);
      if (fault?.kind === 'reset') response.socket?.destroy();
      if (response.destroyed || fault?.kind === 'reset' || fault?.kind === 'hang') return;

      const answer = await answerFor(call, service, fault);
      record.status = answer.status;
      const date = new Date(parts.clock.now()).toUTCString();
      await sendAnswer(response, { ...answer, headers: { date, ...answer.headers } }, fault, call.method === 'HEAD');
    },
  };

  async function answerFor(call: IncomingCall, service: CloudService, fault: Fault | undefined): Promise<Answer> {
    if (fault?.kind === 'throttle') return service.throttled(fault.retryAfterSeconds, call);
    return replacingAnswer(fault) ?? (await service.answer(call));
  }
  return reception;
}
