import { withoutSent } from '@carnet/provider-parts';
import type { gaxios } from 'google-auth-library';

function repeats(part: unknown, token: string): boolean {
  try {
    return withoutSent(JSON.stringify(part), [token]) === undefined && part !== undefined;
  } catch {
    return true;
  }
}

/** The SDK takes the token out of the request that its error holds. What the service answered is in it as it came. */
export function withoutToken(error: gaxios.GaxiosError, token: string): gaxios.GaxiosError {
  const { response } = error;
  response?.headers.forEach((value, name) => { if (repeats(value, token)) response.headers.delete(name); });
  if (!repeats([error.message, error.cause, response?.data, response?.statusText], token)) return error;
  error.message = 'The answer repeated the access token and was left out.';
  error.stack = `${error.name}: ${error.message}`;
  for (const part of ['cause', 'error', 'response']) Reflect.deleteProperty(error, part);
  return error;
}
