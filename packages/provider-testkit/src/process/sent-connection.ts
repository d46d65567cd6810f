import { Secret, type Connection } from '@carnet/provider';
import { visibleOf, type VisibleConnection } from './visible.ts';

/** A connection as JSON carries it to another process. */
export interface SentConnection extends VisibleConnection {
  /** In base64. */
  readonly secrets?: Readonly<Record<string, string>>;
}

export function sendable({ secrets, ...rest }: Connection): SentConnection {
  return { ...visibleOf(rest), ...(secrets && { secrets: mapped(secrets, (secret) => Buffer.from(secret.reveal()).toString('base64')) }) };
}

export function received({ secrets, ...rest }: SentConnection): Connection {
  return { ...rest, ...(secrets && { secrets: mapped(secrets, (text) => new Secret(new Uint8Array(Buffer.from(text, 'base64')))) }) };
}

function mapped<T, U>(members: Readonly<Record<string, T>>, change: (member: T) => U): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, change(member)]));
}
