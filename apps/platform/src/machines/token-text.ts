import { createHash } from 'node:crypto';
import type { MachineTokenKind } from '../store/schema.ts';

const words: Readonly<Record<MachineTokenKind, string>> = { api: 'api', deployment: 'dep', worker: 'wkr', join: 'join', 'sign-in': 'link' };

/** `carnet_<kind>_` and 256 random bits: who finds one knows what it is, and a scanner of leaked secrets has something to look for. */
export function tokenText(word: string, random: Uint8Array): string {
  return `carnet_${word}_${Buffer.from(random).toString('base64url')}`;
}

export function textOfKind(kind: MachineTokenKind, random: Uint8Array): string {
  return tokenText(words[kind], random);
}

/** The kind that a text claims to be; undefined for what is no token of a machine. */
export function kindOfText(text: string): MachineTokenKind | undefined {
  const [, word] = /^carnet_([a-z]+)_[\w-]{43}$/.exec(text) ?? [];
  return (Object.keys(words) as MachineTokenKind[]).find((kind) => words[kind] === word);
}

/** What stands in the database. The text has 256 random bits, so that a plain hash cannot be guessed back, and finding it by its hash tells nothing by its time. */
export function hashOfToken(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
