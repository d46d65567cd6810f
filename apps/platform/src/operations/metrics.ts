import type { IncomingMessage, ServerResponse } from 'node:http';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { errorCodes } from '@carnet/provider';
import { platformErrorCodes } from '../errors/platform-error-codes.ts';
import type { ProviderCall } from '../provider-host/count-calls.ts';

/** What the platform counts and measures. Labels hold ids of providers, codes and routes: never a name or value of a secret. */
export interface Metrics {
  request(route: string, method: string, status: number, seconds: number): void;
  tokenIssued(purpose: 'kickoff' | 'local-run' | 'test'): void;
  tokenCacheLookup(result: 'hit' | 'miss'): void;
  kickoffEnded(status: string, seconds: number): void;
  exchanged(provider: string, seconds: number, errorType?: string): void;
  resolved(provider: string, seconds: number, errorType?: string): void;
  rotationDetected(): void;
  providerCalled(call: ProviderCall): void;
  /** Asked when the metrics are read. */
  watch(gauges: Gauges): void;
  /** Answers with the text that Prometheus reads. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

/** What is asked for with each reading. A failure leaves the value out. */
export interface Gauges {
  readonly activeKickoffs?: (() => Promise<number>) | undefined;
  readonly queueDepth?: (() => Promise<number>) | undefined;
  readonly signingKeyAgeSeconds?: (() => number | undefined) | undefined;
  /** By the id of each workload identity config: whether its last test passed. */
  readonly bindings?: (() => Promise<ReadonlyMap<string, boolean>>) | undefined;
}

const seconds = { unit: 's', advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] } };

// A worker, or the foreign code in it, may say any other: each would be a series of its own for ever.
const codes = new Set([...Object.keys(errorCodes), ...Object.keys(platformErrorCodes)]);
const codeOf = (code: string): string => (codes.has(code) ? code : 'other');
const errorOf = (code: string | undefined): { 'error.type'?: string } => (code === undefined ? {} : { 'error.type': codeOf(code) });

export function createMetrics(): Metrics {
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({ resource: resourceFromAttributes({ 'service.name': 'carnet' }), readers: [exporter] });
  const meter = provider.getMeter('carnet');
  const requestDuration = meter.createHistogram('http.server.request.duration', { ...seconds, description: 'How long requests took' });
  const tokens = meter.createCounter('carnet.token.issued', { description: 'Subject tokens that were handed out' });
  const lookups = meter.createCounter('carnet.token.cache.lookups', { description: 'How often the cache of subject tokens was asked' });
  const kickoffDuration = meter.createHistogram('carnet.kickoff.duration', { ...seconds, description: 'From the start of kickoffs to their end' });
  const exchangeDuration = meter.createHistogram('carnet.token.exchange.duration', { ...seconds, description: 'How long the clouds took to trade a subject token' });
  const resolveDuration = meter.createHistogram('carnet.secret.resolve.duration', { ...seconds, description: 'How long reading a secret took' });
  const rotations = meter.createCounter('carnet.secret.rotation.detected', { description: 'Variables whose fingerprint differs from the run before' });
  const providerCalls = meter.createCounter('carnet.provider.api.calls', { description: 'What this server asked of providers, with how it ended' });

  return {
    request: (route, method, status, duration) => requestDuration.record(duration, { 'http.route': route, 'http.request.method': method, 'http.response.status_code': status }),
    tokenIssued: (purpose) => tokens.add(1, { purpose }),
    tokenCacheLookup: (result) => lookups.add(1, { result }),
    kickoffEnded: (status, duration) => kickoffDuration.record(duration, { status }),
    exchanged: (id, duration, errorType) => exchangeDuration.record(duration, { 'carnet.provider': id, ...errorOf(errorType) }),
    resolved: (id, duration, errorType) => resolveDuration.record(duration, { 'carnet.provider': id, ...errorOf(errorType) }),
    rotationDetected: () => rotations.add(1),
    providerCalled: ({ provider: id, call, status }) => providerCalls.add(1, { 'carnet.provider': id, call, status: status === 'ok' ? status : codeOf(status) }),
    watch({ activeKickoffs, queueDepth, signingKeyAgeSeconds, bindings }) {
      const gauge = (name: string, description: string, unit: string, read: (() => number | undefined | Promise<number | undefined>) | undefined): void => {
        if (read === undefined) return;
        meter.createObservableGauge(name, { description, unit }).addCallback(async (result) => {
          const value = await Promise.resolve().then(read).catch(() => undefined);
          if (value !== undefined) result.observe(value);
        });
      };
      gauge('carnet.kickoff.active', 'Kickoffs that run', '{kickoff}', activeKickoffs);
      gauge('carnet.queue.depth', 'Kickoffs that wait for a worker', '{kickoff}', queueDepth);
      gauge('carnet.signing_key.age', 'Age of the key that signs', 's', signingKeyAgeSeconds);
      if (bindings === undefined) return;
      meter.createObservableGauge('carnet.binding.healthy', { description: 'Whether the last test of a workload identity config passed' }).addCallback(async (result) => {
        const found = await bindings().catch(() => undefined);
        found?.forEach((healthy, config) => result.observe(healthy ? 1 : 0, { 'carnet.config.id': config }));
      });
    },
    handle: (request, response) => exporter.getMetricsRequestHandler(request, response),
    close: () => provider.shutdown(),
  };
}
