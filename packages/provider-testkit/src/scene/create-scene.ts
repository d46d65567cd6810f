import { audienceOf, type Connection, type Observation, type ProviderContext, type SubjectTokenRequest } from '@carnet/provider';
import type { Conformance } from '../conformance.ts';
import { createTestIssuer } from '../issuer/create-test-issuer.ts';
import { createKitClock } from './kit-clock.ts';
import { untilTrue } from './patience.ts';
import type { Scene } from './scene.ts';
import { carnetFailureOf } from './seen.ts';

export interface SceneOptions {
  readonly patienceMs: number;
  /** Milliseconds since 1970-01-01T00:00:00Z at which the scene begins. */
  readonly startAt: number;
}

/** Starts a double and plays the host. The caller disposes of `scene.double`. */
export async function createScene(conformance: Conformance, { patienceMs, startAt }: SceneOptions): Promise<Scene> {
  const clock = createKitClock(startAt);
  const issuer = createTestIssuer({ now: clock.now });
  const provider = await conformance.create();
  const double = await conformance.start({ clock, issuer });
  const audience = audienceFor(conformance, double.connection);
  const mints: SubjectTokenRequest[] = [];
  const tokens: string[] = [];
  const observations: Observation[] = [];
  const hosts: string[] = [];
  let puts = 0;

  const freshContext = (): ProviderContext => ({
    subjectToken: async (request = {}) => {
      mints.push(request);
      const token = await scene.source(request);
      tokens.push(token);
      return token;
    },
    transport: {
      fetch: (request) => {
        hosts.push(new URL(request.url).hostname);
        return double.transport.fetch(request);
      },
      agent: (url) => {
        hosts.push(new URL(url).hostname);
        return double.transport.agent(url);
      },
    },
    clock: { now: clock.now, sleep: (milliseconds, options) => clock.sleep(milliseconds, options) },
    random: (size) => crypto.getRandomValues(new Uint8Array(size)),
    observe: (observation) => void observations.push(observation),
    run: { id: crypto.randomUUID() },
    session: new Map(),
  });
  const scene: Scene = {
    conformance, provider, double, issuer, clock, patienceMs, mints, tokens, observations, hosts, freshContext,
    context: freshContext(),
    open: ({ connection = double.connection, context = scene.context } = {}) => provider.open(connection, context),
    mint: (changes) => issuer.mint({ aud: audience, ...changes }),
    source: () => scene.mint(),
    async put(name, value = `value ${(puts += 1)} of ${name} ${crypto.randomUUID()}`) {
      const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
      return { name, bytes, version: await double.put(name, bytes) };
    },
    count: (operation) => double.requests.filter((request) => request.operation === operation).length,
    failureOf: (call) => carnetFailureOf(call),
    until: (condition, what) => untilTrue(condition, patienceMs, what),
  };
  return scene;
}

function audienceFor({ manifest, identity: definition }: Conformance, { identity: settings }: Connection): string | undefined {
  const { identity } = manifest;
  const known = definition ?? (identity && 'schema' in identity ? identity : undefined);
  return known && settings ? audienceOf(known, settings) : undefined;
}
