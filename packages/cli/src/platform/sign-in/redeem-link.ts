import { CarnetError } from '@carnet/provider';
import type { PlatformApi } from '../connection/platform-api.ts';
import { noToken } from './authorize-device.ts';

export interface SignInLink {
  readonly url: string | undefined;
  readonly token: string;
}

/** @throws CarnetError `INPUT_INVALID` */
export function parseLink(text: string): SignInLink {
  const [token] = /carnet_link_[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/.exec(text) ?? [];
  if (token === undefined) throw new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message: 'This is no sign-in link.', hint: 'Give the whole line that the platform printed.' });
  const address = URL.parse(text.trim());
  return { url: address === null ? undefined : `${address.origin}${address.pathname.replace(/\/sign-in\/?$/, '')}`, token };
}

/** The session that a one-time link gives. */
export async function redeemLink(api: PlatformApi, token: string): Promise<string> {
  const { token: session } = await api.request('post', '/v1/sign-in-links/redeem', { body: { token, bearer: true } });
  if (session === null) throw noToken();
  return session;
}
