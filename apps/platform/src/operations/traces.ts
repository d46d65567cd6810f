import { context, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { AnswerFact } from '../http/application.ts';
import { BatchSpanProcessor, TracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace';

/** One kickoff as its record tells it. */
export interface TracedKickoff {
  readonly id: string;
  readonly automation: string;
  readonly status: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly errorType?: string | undefined;
  readonly steps: readonly { readonly name: string; readonly at: number; readonly durationMs: number | null; readonly workloadIdentity?: string | undefined; readonly reused?: boolean | undefined; readonly errorType?: string | undefined }[];
}

/** Spans are made from what is recorded anyway, when it has ended: workers hold no address of a collector, and no name of a secret can get into one. */
export interface Traces {
  kickoff(kickoff: TracedKickoff): void;
  request(request: AnswerFact): void;
  close(): Promise<void>;
}

export const noTraces: Traces = { kickoff: () => undefined, request: () => undefined, close: () => Promise.resolve() };

/** @param endpoint - of an OTLP collector over HTTP, without `/v1/traces` */
export function createTraces(endpoint: string): Traces {
  return tracesTo(new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: 5_000 }));
}

export function tracesTo(exporter: SpanExporter): Traces {
  const provider = new TracerProvider({ resource: resourceFromAttributes({ 'service.name': 'carnet' }), spanProcessors: [new BatchSpanProcessor({ exporter })] });
  const tracer = provider.getTracer('carnet');
  return {
    kickoff: (kickoff) => traceKickoff(tracer, kickoff),
    request({ route, method, status, startedAt, endedAt, requestId }) {
      const span = tracer.startSpan(`${method} ${route}`, {
        kind: SpanKind.SERVER, startTime: startedAt,
        attributes: { 'http.route': route, 'http.request.method': method, 'http.response.status_code': status, 'carnet.request.id': requestId },
      });
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(endedAt);
    },
    close: () => provider.shutdown(),
  };
}

const names: Readonly<Record<string, string>> = { token: 'carnet.token', exchange: 'carnet.exchange', secrets: 'carnet.resolve', command: 'carnet.command', claimed: 'carnet.claim' };

function traceKickoff(tracer: Tracer, { id, automation, status, startedAt, endedAt, errorType, steps }: TracedKickoff): void {
  const root = tracer.startSpan('carnet.kickoff', {
    startTime: startedAt, attributes: { 'carnet.kickoff.id': id, 'carnet.automation.id': automation, 'carnet.kickoff.status': status, ...(errorType !== undefined && { 'error.type': errorType }) },
  });
  if (errorType !== undefined) root.setStatus({ code: SpanStatusCode.ERROR });
  const inside = trace.setSpan(context.active(), root);
  for (const { name, at, durationMs, workloadIdentity, reused, errorType: refusal } of steps) {
    const attributes = { ...(workloadIdentity !== undefined && { 'carnet.config.id': workloadIdentity }), ...(reused !== undefined && { 'carnet.cache.result': reused ? 'hit' : 'miss' }), ...(refusal !== undefined && { 'error.type': refusal }) };
    const span = tracer.startSpan(names[name] ?? 'carnet.step', { startTime: at, attributes }, inside);
    if (refusal !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(at + (durationMs ?? 0));
  }
  root.end(endedAt);
}
