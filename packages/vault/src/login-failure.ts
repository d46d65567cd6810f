import type { CarnetError } from '@carnet/provider';
import { failureFacts, generalMeaning, httpDate, type Meaning } from './failure-facts.ts';
import type { VaultAnswer } from './send-request.ts';
import { vaultError } from './vault-error.ts';
import type { LoginSettings } from './vault-settings.ts';

/**
 * The JWT auth method has status 400 for every refusal, so that its sentence has to be read. The first that fits counts: those
 * that quote the name of a role or a claim come first, for that can be any word of the others.
 *
 * @see https://developer.hashicorp.com/vault/docs/auth/jwt
 */
const sentences: readonly (readonly [RegExp, Meaning])[] = [
  [/^role .{0,300} could not be found|^missing role/i, { code: 'PRINCIPAL_NOT_FOUND', message: 'The JWT auth method has no role of this name.' }],
  [/^error validating claims|^(?:error converting )?claim .{0,200}(?:not found in token|to string)/i,
    { code: 'TRUST_REJECTED', message: 'The role wants a claim that our token does not have.' }],
  [/fetching keys|get keys failed|error configuring token validator|could not refresh|failed to decode keys|discovery/i,
    { code: 'ISSUER_UNREACHABLE', message: 'Vault could not fetch the discovery document or the JWKS of the issuer.' }],
  [/signature|no known key|unexpected algorithm|\(alg\)|unsupported signing|malformed|parsing jwt/i,
    { code: 'SIGNATURE_REJECTED', message: 'Vault could not verify the signature of the subject token.' }],
  [/\(exp\)|\(nbf\)|\(iat\)|expired|not yet valid|in the future|not valid yet/i, { code: 'CLOCK_SKEW', message: '' }],
  [/\(iss\)|invalid issuer|issuer did not match/i, { code: 'TRUST_REJECTED', message: 'The bound_issuer of the JWT auth method is another than the issuer of our token.' }],
  [/\(sub\)|invalid subject/i, { code: 'TRUST_REJECTED', message: 'The bound_subject of the role is another than the subject of our token.' }],
  [/\(aud\)|audience/i, { code: 'TRUST_REJECTED', message: 'The bound_audiences of the role do not hold the audience of our token.' }],
  [/oidc role_type/i, { code: 'EXCHANGE_REJECTED', message: 'The role is one for people with a browser (role_type oidc).', hint: 'Write the role with role_type=jwt.' }],
  [/could not load configuration/i, { code: 'EXCHANGE_REJECTED', message: 'The JWT auth method is mounted and not configured.', hint: 'Write its config with oidc_discovery_url and bound_issuer.' }],
];

/** A clock that is off, told by the difference to the Date of the answer. */
function skewSentence(skewSeconds: number | undefined): string {
  if (skewSeconds === undefined) return 'Vault finds the subject token outside its valid time.';
  if (Math.abs(skewSeconds) < 5) return 'Vault finds the subject token outside its valid time, and the clock of this host agrees with Vault\'s: it is the clock of the issuer that is off, or the token is an old one.';
  return `Vault finds the subject token outside its valid time: the clock of this host is ${Math.abs(skewSeconds)} s ${skewSeconds > 0 ? 'ahead of' : 'behind'} Vault's.`;
}

function placeOf({ mount, namespace }: LoginSettings): string {
  return `auth/${mount}${namespace === undefined ? '' : ` of the namespace '${namespace}'`}`;
}

function meaningOf({ status, headers }: VaultAnswer, words: string, now: number, settings: LoginSettings): Meaning {
  // Below a mount that there is not, no path is open to a request without a token.
  if (status === 403 || status === 404) {
    return {
      code: 'PRINCIPAL_NOT_FOUND',
      message: `Vault lets nobody log in at ${placeOf(settings)}: there is no JWT auth method, no such namespace, or the role takes no token from the address of this host.`,
      hint: 'Compare mount and namespace with what vault auth list prints, and look at token_bound_cidrs of the role.',
    };
  }
  const [, meaning] = (status === 400 && sentences.find(([pattern]) => pattern.test(words))) || [undefined, { code: 'EXCHANGE_REJECTED', message: `Vault refused the login with status ${status}.` } as const];
  if (meaning.code !== 'CLOCK_SKEW') return meaning;
  const date = httpDate(headers.get('date'));
  return { code: 'CLOCK_SKEW', message: skewSentence(date === undefined ? undefined : Math.round((now - date) / 1000)) };
}

/** An answer to a login that is no token. */
export function loginFailure(answer: VaultAnswer, { settings, now, assertion }: { readonly settings: LoginSettings; readonly now: number; readonly assertion: string }): CarnetError {
  const step = 'authenticate';
  const { words, facts } = failureFacts(answer, [assertion]);
  const general = generalMeaning(answer, words, new URL(settings.address).host, { code: 'TOKEN_ENDPOINT' });
  return vaultError({ ...facts, step, ...(general ?? meaningOf(answer, words ?? '', now, settings)) });
}
