const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token that nobody signed: its source does not check signatures. */
export function tokenFor(claims: Readonly<Record<string, unknown>>): string {
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`;
}

/** What a rejected promise was rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('It did not fail.');
}
