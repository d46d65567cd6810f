import type { Diagnosis, Failure, SentToken } from '@carnet/provider';
import { poolProviderOf, serviceAccountOf } from './diagnosed-names.ts';
import { shellQuote } from '@carnet/provider-parts';
import { subjectCondition } from './trust/subject-condition.ts';

function trustValues(token: SentToken | undefined): { readonly sent?: Record<string, string> } {
  return token ? { sent: { issuer: token.issuer, subject: token.subject, audience: token.audience } } : {};
}

const update = (failure: Failure, options: string): string => `gcloud iam workload-identity-pools providers update-oidc ${poolProviderOf(failure)} ${options}`;

export function trustRejected(failure: Failure): Diagnosis {
  const { error, token } = failure;
  const shared = { severity: 'error', ...trustValues(token) } as const;
  const words = error.cloudMessage ?? '';
  if (error.cloudCode === 'invalid_target') {
    return {
      ...shared,
      cause: 'The audience of the exchange is the resource name of no provider that Google knows: it is another one, or its pool is disabled or deleted.',
      cure: 'Set providerResourceName to the name that this prints: with the number of the project, not its ID, and with state ACTIVE.',
      command: `gcloud iam workload-identity-pools providers describe ${poolProviderOf(failure)} --format='value(name,state,disabled)'`,
    };
  }
  if (/attribute condition/i.test(words)) {
    return {
      ...shared,
      cause: 'The attribute condition of the provider is not true for the claims of our token, its sub above all.',
      cure: 'Let the condition admit this subject. The command replaces the whole condition, so that it admits no other: put into it again what else must pass; providers describe prints it.',
      ...(token && { command: update(failure, `--attribute-condition=${shellQuote(subjectCondition(token.subject))}`) }),
    };
  }
  if (/google\.subject|mapped attribute/i.test(words)) {
    return { ...shared, cause: 'The attribute mapping of the provider makes no google.subject of our token.', cure: 'Map google.subject to assertion.sub. The command replaces the whole mapping: name its other attributes again.', command: update(failure, '--attribute-mapping=google.subject=assertion.sub') };
  }
  const differing = /issuer in id token/i.test(words) ? 'issuer' : /audience in id token/i.test(words) ? 'audience' : 'issuer or audience';
  const issuer = token && differing !== 'audience' ? [`--issuer-uri=${shellQuote(token.issuer)}`] : [];
  const audience = token && differing !== 'issuer' ? [`--allowed-audiences=${shellQuote(token.audience)}`] : [];
  return {
    ...shared,
    cause: `The ${differing} of our token differs from what the provider accepts.`,
    cure: `Register the values exactly as shown; a change can take five minutes to be seen.${differing === 'issuer' ? '' : ' The command replaces the whole list of audiences: name those that must stay, too.'}`,
    ...(token && { command: update(failure, [...issuer, ...audience].join(' ')) }),
  };
}

/** The message tells by how much the clock is off, as the answer of Google showed it. */
export function clockSkew({ error, token }: Failure): Diagnosis {
  const times = { ...(token?.issuedAt !== undefined && { issuedAt: String(token.issuedAt) }), ...(token?.expiresAt !== undefined && { expiresAt: String(token.expiresAt) }) };
  return { cause: error.message, cure: 'Let NTP set the clock of the host that signs the tokens, then try again.', command: 'timedatectl set-ntp true', severity: 'error', ...(token && { sent: times }) };
}

// An issuer may end in a slash, and its document has one there none the less: OpenID Connect Discovery 1.0, section 4.1.
function discovery(token: SentToken | undefined): { readonly command?: string } {
  return token ? { command: `curl -fsS ${shellQuote(`${token.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`)}` } : {};
}

export function signatureRejected({ token }: Failure): Diagnosis {
  const key = token?.keyId === undefined ? 'the key of our token' : `the key ${token.keyId}`;
  return {
    cause: `Google could not verify the signature of our token: it did not find ${key} in the JWKS of the issuer, or the key there is another one.`,
    cure: 'Make sure that the JWKS named by this document answers from the internet and holds this key id; where the JWKS was uploaded to the provider, upload it anew.',
    severity: 'error',
    ...discovery(token),
    ...(token && { sent: { issuer: token.issuer, ...(token.keyId !== undefined && { keyId: token.keyId }) } }),
  };
}

export function issuerUnreachable({ token }: Failure): Diagnosis {
  return {
    cause: 'Google could not fetch the discovery document or the JWKS of our issuer.',
    cure: 'Run this from a host outside of your network: both addresses must answer over https, with a public certificate and without a redirect; or upload the JWKS to the provider (--jwk-json-path).',
    severity: 'error',
    ...discovery(token),
    ...(token && { sent: { issuer: token.issuer } }),
  };
}

export function principalNotFound(failure: Failure): Diagnosis {
  const email = serviceAccountOf(failure);
  return {
    cause: failure.error.message,
    cure: 'Compare the e-mail address with what this prints; a new account can take minutes to be seen.',
    command: `gcloud iam service-accounts describe ${email === undefined ? '"$EMAIL"' : shellQuote(email)} --format='value(email,disabled)'`,
    ...(email === undefined ? {} : { sent: { serviceAccount: email } }),
    severity: 'error',
  };
}

export function staticSecretRejected(failure: Failure): Diagnosis {
  const email = serviceAccountOf(failure);
  const keyId = failure.methodSettings?.['privateKeyId'];
  return {
    cause: 'Google refused the key of the service account: it is not this account\'s, it was deleted, or the account is disabled.',
    cure: 'Compare the key\'s id with what this prints and store a current key, or move the credential to workload identity, which has none.',
    command: `gcloud iam service-accounts keys list --iam-account=${email === undefined ? '"$EMAIL"' : shellQuote(email)}`,
    sent: { ...(email === undefined ? {} : { serviceAccount: email }), ...(keyId === undefined ? {} : { privateKeyId: String(keyId) }) },
    severity: 'error',
  };
}
