import { IssuerError } from './issuer-error.ts';

// AWS takes provider URLs of at most 255 characters, and an organization's issuer path adds 51.
const maximumLength = 200;

/** @returns `text`, unchanged, when it is a usable issuer URL. */
export function checkIssuerUrl(text: string): string {
  const fault = issuerUrlFault(text);
  if (fault !== undefined) throw new IssuerError({ code: 'ISSUER_INVALID', message: `The issuer URL ${fault}.` });
  return text;
}

// OpenID Connect Discovery 1.0 §3: https, no query, no fragment. The rest keeps one spelling per issuer (RFC 8414 §6.2: compared as plain strings).
function issuerUrlFault(text: unknown): string | undefined {
  if (typeof text !== 'string' || text === '') return 'is empty';
  if (text !== text.trim()) return 'begins or ends with white space';
  if (!URL.canParse(text)) return 'is not a URL';
  const url = new URL(text);
  if (url.protocol !== 'https:') return `must begin with https://, not ${url.protocol}`;
  if (url.username !== '' || url.password !== '' || /^[^/]*\/\/[^/]*@/.test(text)) return 'must not carry a user name or password';
  if (text.includes('#')) return 'must not have a fragment (#)';
  if (text.includes('?')) return 'must not have a query (?)';
  if (text.endsWith('/')) return 'must not end with a slash';
  if (text.length > maximumLength) return `is longer than ${maximumLength} characters`;
  const authority = text.slice('https://'.length).split('/', 1)[0] ?? '';
  if (!text.startsWith('https://') || authority !== authority.toLowerCase()) return 'must have its scheme and host in lower case';
  if (/:0*443$/.test(authority)) return 'must not write out the default port 443';
  if (authority !== url.host) return `must write its host in the plain form ${url.host}`;
  if (url.hostname.endsWith('.')) return 'must not end its host with a dot';
  const path = text.slice(url.origin.length);
  if (path !== '' && path !== url.pathname) return 'must have its path in the plain form, without dot segments or characters to encode';
  return /^(?:\/[A-Za-z0-9._~-]+)*$/.test(path) ? undefined : 'may use only letters, digits and . _ ~ - between the slashes of its path';
}
