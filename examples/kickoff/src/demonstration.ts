import { kickOff, type Kickoff } from './kickoff.ts';
import { tryAsAnotherOrganization, type Refusal } from './refusal.ts';
import type { CloudSide } from './scene/cloud-side.ts';
import { setScene, type SecretValues } from './scene/set-scene.ts';

/** Everything that was seen, and no value. */
export interface Demonstration {
  readonly setup: {
    readonly issuer: string;
    readonly subject: string;
    readonly stores: readonly { readonly cloud: CloudSide['name']; readonly store: string }[];
  };
  readonly kickoffs: readonly [first: Kickoff, second: Kickoff];
  readonly rotation: {
    /** The variables whose fingerprint differs between the kickoffs. */
    readonly changed: readonly string[];
    readonly before: Fingerprints;
    readonly after: Fingerprints;
  };
  /** One for each cloud. */
  readonly refusals: readonly Refusal[];
  readonly durationMs: number;
}

type Fingerprints = Readonly<Record<string, string>>;

/** A kickoff, a rotation in each store, a kickoff, and a refusal by each cloud. */
export async function demonstrate(before: SecretValues, after: SecretValues): Promise<Demonstration> {
  const started = performance.now();
  await using scene = await setScene();
  scene.store(before);
  const first = await kickOff(scene);
  scene.store(after);
  const second = await kickOff(scene);
  const refusals = await tryAsAnotherOrganization(scene);
  return {
    setup: { issuer: scene.issuer.issuer, subject: scene.subject, stores: scene.sides.map(({ name, store }) => ({ cloud: name, store })) },
    kickoffs: [first, second],
    rotation: rotationOf(fingerprintsOf(first), fingerprintsOf(second)),
    refusals,
    durationMs: Math.round(performance.now() - started),
  };
}

/** Whether all of it went as it should. */
export function wentWell({ setup, kickoffs, rotation, refusals }: Demonstration): boolean {
  const rotated = kickoffs[1].variables.filter(({ name }) => rotation.changed.includes(name)).map(({ cloud }) => cloud);
  return kickoffs.every(({ exitCode, clouds }) => exitCode === 0 && clouds.every(({ exchanges }) => exchanges === 1))
    && setup.stores.every(({ cloud }) => rotated.includes(cloud))
    && refusals.every(({ code }) => code === 'TRUST_REJECTED');
}

function fingerprintsOf({ variables }: Kickoff): Fingerprints {
  return Object.fromEntries(variables.flatMap(({ name, fingerprint }) => (fingerprint === undefined ? [] : [[name, fingerprint]])));
}

function rotationOf(before: Fingerprints, after: Fingerprints): Demonstration['rotation'] {
  return { changed: Object.keys(after).filter((name) => before[name] !== after[name]), before, after };
}
