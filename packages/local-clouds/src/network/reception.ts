import type { ServerResponse } from 'node:http';
import type { AzureServices } from '../azure/azure.ts';
import type { Fault } from '../fault.ts';
import type { RecordedRequest } from '../local-clouds.ts';
import type { Answer, IncomingCall } from './exchange.ts';
import type { FaultRules } from './fault-rules.ts';
import type { IssuerRoutes } from './issuer-routes.ts';
import { pause, replacingAnswer, sendAnswer } from './send-answer.ts';

export interface ReceptionParts {
  readonly clock: { now(): number };
  readonly faults: FaultRules;
  readonly issuers: IssuerRoutes;
  readonly azure: AzureServices;
}

export interface Reception {
  latencyMs: number;
  requests(): readonly RecordedRequest[];
  clearRequests(): void;
  handle(call: IncomingCall, response: ServerResponse): Promise<void>;
}

type Service = RecordedRequest['service'];

// A demonstration may stay up for weeks.
const mostRecorded = 100_000;

/** Records each call, lets faults befall it, and has the service it is for answer. */
export function createReception(parts: ReceptionParts): Reception {
  let recorded: { -readonly [Key in keyof RecordedRequest]: RecordedRequest[Key] }[] = [];
  const services: Record<Service, (call: IncomingCall) => Answer | Promise<Answer>> = {
    entra: parts.azure.entra.answer,
    keyvault: parts.azure.keyVault.answer,
    issuer: parts.issuers.answer,
  };
  const throttled: Record<Service, (retryAfterSeconds: number | undefined) => Answer> = {
    entra: parts.azure.entra.throttled,
    keyvault: parts.azure.keyVault.throttled,
    issuer: (retryAfterSeconds) => ({ status: 429, headers: retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }, body: '' }),
  };

  const reception: Reception = {
    latencyMs: 0,
    requests: () => recorded.map((request) => ({ ...request })),
    clearRequests: () => {
      recorded = [];
    },
    async handle(call, response) {
      const service: Service = parts.issuers.has(call.host) ? 'issuer' : parts.azure.serviceOf(call.host);
      const record = { host: call.host, method: call.method, path: call.url.pathname, status: 0, at: parts.clock.now(), service };
      recorded.push(record);
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

  async function answerFor(call: IncomingCall, service: Service, fault: Fault | undefined): Promise<Answer> {
    if (fault?.kind === 'throttle') return throttled[service](fault.retryAfterSeconds);
    return replacingAnswer(fault) ?? (await services[service](call));
  }
  return reception;
}
