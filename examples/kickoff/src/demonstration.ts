import { kickOff, type Kickoff } from './kickoff.ts';
import { tryAsAnotherOrganization, type Refusal } from './refusal.ts';
import { setScene, type SecretValues } from './scene.ts';

/** Everything that was seen, and no value. */
export interface Demonstration {
  readonly setup: { readonly issuer: string; readonly vault: string; readonly subject: string };
  readonly kickoffs: readonly [first: Kickoff, second: Kickoff];
  readonly rotation: {
    /** The variables whose fingerprint differs between the kickoffs. */
    readonly changed: readonly string[];
    readonly before: Fingerprints;
    readonly after: Fingerprints;
  };
  readonly refusal: Refusal;
  readonly durationMs: number;
}

type Fingerprints = Readonly<Record<string, string>>;

/** A kickoff, a rotation in the vault, a kickoff, and a refusal. */
export async function demonstrate(before: SecretValues, after: SecretValues): Promise<Demonstration> {
  const started = performance.now();
  await using scene = await setScene();
  scene.store(before);
  const first = await kickOff(scene);
  scene.store(after);
  const second = await kickOff(scene);
  const refusal = await tryAsAnotherOrganization(scene);
  return {
    setup: { issuer: scene.issuer.issuer, vault: scene.vault.url, subject: `organization:${scene.organization}` },
    kickoffs: [first, second],
    rotation: rotationOf(fingerprintsOf(first), fingerprintsOf(second)),
    refusal,
    durationMs: Math.round(performance.now() - started),
  };
}

/** Whether all of it went as it should. */
export function wentWell({ kickoffs, rotation, refusal }: Demonstration): boolean {
  return kickoffs.every(({ exitCode, exchanges }) => exitCode === 0 && exchanges === 1) && rotation.changed.length > 0 && refusal.code === 'TRUST_REJECTED';
}

function fingerprintsOf({ variables }: Kickoff): Fingerprints {
  return Object.fromEntries(variables.flatMap(({ name, fingerprint }) => (fingerprint === undefined ? [] : [[name, fingerprint]])));
}

function rotationOf(before: Fingerprints, after: Fingerprints): Demonstration['rotation'] {
  return { changed: Object.keys(after).filter((name) => before[name] !== after[name]), before, after };
}
