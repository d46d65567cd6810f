import type { RegisteredTrust, Registrations, SentToken, Settings } from '@carnet/provider';

/** What is registered is there whatever our token says. */
export const anyToken: SentToken = { issuer: 'https://issuer.example', subject: 'organization:0', audience: 'urn:any' };

/** What a document tells of trusts. Empty where it is none of the cloud's: it comes from outside, whatever it does to the provider that reads it. */
export function readRegistered(registrations: Registrations, document: unknown, identity: Settings, token: SentToken): readonly RegisteredTrust[] {
  try {
    const read: unknown = registrations.read(document, { identity, token });
    return Array.isArray(read) ? read.filter(isTrust) : [];
  } catch {
    return [];
  }
}

/** The commands that print it. None where the provider fails to tell them. */
export function listCommands(registrations: Registrations, identity: Settings): readonly string[] {
  try {
    const commands: unknown = registrations.commands(identity);
    return Array.isArray(commands) ? commands.filter((command) => typeof command === 'string') : [];
  } catch {
    return [];
  }
}

const isText = (value: unknown): boolean => value === undefined || typeof value === 'string';
const isTexts = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.every((each) => typeof each === 'string'));

function isTrust(value: unknown): value is RegisteredTrust {
  if (typeof value !== 'object' || value === null) return false;
  const { name, issuer, subject, audiences, problems, command } = value as Readonly<Record<keyof RegisteredTrust, unknown>>;
  return typeof name === 'string' && [issuer, subject, command].every(isText) && [audiences, problems].every(isTexts);
}

/**
 * Whether a parsed document is what one of the provider's list commands prints.
 *
 * @example
 * ```ts
 * import type { Provider } from '@carnet/provider';
 * import { tellsTrust } from '@carnet/trust';
 *
 * export function isOf(provider: Provider, document: unknown, settings: Parameters<typeof tellsTrust>[2]): boolean {
 *   return provider.registrations !== undefined && tellsTrust(provider.registrations, document, settings);
 * }
 * ```
 */
export function tellsTrust(registrations: Registrations, document: unknown, identity: Settings): boolean {
  return readRegistered(registrations, document, identity, anyToken).length > 0;
}
