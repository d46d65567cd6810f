import type { Diagnosis, Failure, SentToken } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';
import { entraNumber } from './entra-codes.ts';
import { vaultNameOf } from './diagnose-vault.ts';
import { federatedCredentialName } from './federated-credential-name.ts';
import { applicationCredential } from './trust/federated-credential-commands.ts';

function settingOf({ identity, methodSettings }: Failure, field: 'tenantId' | 'clientId', fallback: string): string {
  const value = (identity ?? methodSettings)?.[field];
  return value === undefined ? fallback : shellQuote(String(value));
}

/** What the exchange named, to be held against what Azure shows. */
function sentIds({ identity, methodSettings }: Failure): Record<string, string> {
  const settings = identity ?? methodSettings ?? {};
  return Object.fromEntries(['tenantId', 'clientId'].flatMap((field) => (settings[field] === undefined ? [] : [[field, String(settings[field])]])));
}

const clientIdOf = (failure: Failure): string => settingOf(failure, 'clientId', '"$CLIENT_ID"');

function trustValues(token: SentToken | undefined): Record<string, string> | undefined {
  return token && { issuer: token.issuer, subject: token.subject, audience: token.audience };
}

const differing: Readonly<Record<number, string>> = {
  700211: 'No federated credential of this application has the issuer of our token',
  700212: 'No federated credential of this application has the audience of our token',
  700213: 'No federated credential of this application has the subject of our token',
  7002138: 'A federated credential of this application has the subject of our token in other upper and lower case, and Entra compares exactly',
  7002137: 'The subject of our token does not have the form that the federated credential of this application expects',
};

export function trustRejected(failure: Failure): Diagnosis {
  const { error, token } = failure;
  const sent = trustValues(token);
  return {
    cause: `${differing[entraNumber(error.cloudCode) ?? 0] ?? 'The issuer, subject or audience of our token differs from every federated credential of this application'}.`,
    cure: 'Register the three values exactly as shown (az identity federated-credential create for a managed identity); a new registration can take minutes to be seen.',
    severity: 'error',
    ...(sent && { sent }),
    ...(token && { command: applicationCredential.create(clientIdOf(failure), federatedCredentialName(token.subject), token) }),
  };
}

/** How far the clock that wrote the token is off, at least, by the time that Entra names in its refusal. */
function skewByToken(message: string | undefined, token: SentToken | undefined): number | undefined {
  const current = Date.parse(/Current time: (\d{4}-\d\d-\d\dT[\d:.]+Z)/.exec(message ?? '')?.[1] ?? '') / 1000;
  if (Number.isNaN(current) || token?.issuedAt === undefined) return undefined;
  if (token.issuedAt > current) return token.issuedAt - current;
  return token.expiresAt !== undefined && token.expiresAt < current ? token.expiresAt - current : undefined;
}

export function clockSkew({ error, token }: Failure): Diagnosis {
  const skew = skewByToken(error.cloudMessage, token);
  const cause = skew === undefined || Math.round(skew) === 0
    ? error.message
    : `Our clock is ${Math.abs(Math.round(skew))} s ${skew > 0 ? 'ahead of' : 'behind'} Entra's, so that the subject token is outside its valid time there.`;
  const times = { ...(token?.issuedAt !== undefined && { issuedAt: String(token.issuedAt) }), ...(token?.expiresAt !== undefined && { expiresAt: String(token.expiresAt) }) };
  return { cause, cure: 'Let NTP set the clock of the host that signs the tokens, then try again.', command: 'timedatectl set-ntp true', severity: 'error', ...(token && { sent: times }) };
}

function discovery(token: SentToken | undefined): { readonly command?: string } {
  return token ? { command: `curl -fsS ${shellQuote(`${token.issuer}/.well-known/openid-configuration`)}` } : {};
}

export function signatureRejected({ error, token }: Failure): Diagnosis {
  if (entraNumber(error.cloudCode) === 5002738) {
    return { cause: 'Entra does not take the signing algorithm of our token.', cure: 'Sign with an RSA key (RS256).', severity: 'error' };
  }
  const key = token?.keyId === undefined ? 'the key of our token' : `the key ${token.keyId}`;
  return {
    cause: `Entra could not verify the signature of our token: it did not find ${key} in the JWKS of the issuer, or the key there is another one.`,
    cure: 'Make sure that the JWKS named by this document answers from the internet and holds this key id; after a change of keys, wait until Entra has read it anew.',
    severity: 'error',
    ...discovery(token),
    ...(token && { sent: { issuer: token.issuer, ...(token.keyId !== undefined && { keyId: token.keyId }) } }),
  };
}

export function issuerUnreachable({ token }: Failure): Diagnosis {
  return {
    cause: 'Entra could not fetch the discovery document or the JWKS of our issuer.',
    cure: 'Run this from a host outside of your network: both addresses must answer over https, with a public certificate and without a redirect.',
    severity: 'error',
    ...discovery(token),
    ...(token && { sent: { issuer: token.issuer } }),
  };
}

export function principalNotFound(failure: Failure): Diagnosis {
  const { error } = failure;
  const sent = sentIds(failure);
  const number = entraNumber(error.cloudCode);
  if (number === undefined) {
    return { cause: error.message, cure: 'Set tenantId to the tenant that this prints, and register the application there.', command: `az keyvault show --name ${vaultNameOf(failure)} --query properties.tenantId --output tsv`, sent, severity: 'error' };
  }
  if (number === 90002 || number === 900023) {
    return { cause: 'Entra knows no such tenant in this cloud.', cure: 'Copy the tenant id that this prints, and check the cloud.', command: 'az account show --query tenantId --output tsv', sent, severity: 'error' };
  }
  if (number === 7000229) {
    return { cause: 'The application has no service principal in this tenant.', cure: 'Create it; for an application of another tenant, set tenantId to that one.', command: `az ad sp create --id ${clientIdOf(failure)}`, sent, severity: 'error' };
  }
  return {
    cause: 'Entra knows no application or managed identity with this client id in this tenant.',
    cure: 'Compare both ids with what this prints (for a managed identity: az identity list); a new registration can take minutes to be seen.',
    command: `az ad sp show --id ${clientIdOf(failure)} --query "{clientId:appId, tenantId:appOwnerOrganizationId}"`,
    sent,
    severity: 'error',
  };
}

export function staticSecretRejected(failure: Failure): Diagnosis {
  return {
    cause: 'Entra refused the client secret: it is wrong, it has expired, or its id was stored in place of its value.',
    cure: 'Make a new client secret and store its value in the credential, or move the credential to workload identity, which has none.',
    command: `az ad app credential reset --id ${clientIdOf(failure)} --append --query password --output tsv`,
    sent: sentIds(failure),
    severity: 'error',
  };
}

const otherRefusals: Readonly<Record<number, readonly [cause: string, cure: string]>> = {
  70023: ['Our token lives longer than Entra allows: 25 hours at most.', 'Let the issuer of the token give it an hour.'],
  700222: ['Our token was issued by Entra itself, and Entra federates with no token of its own.', 'Take the token from another issuer: Carnet, a cluster, or a CI system.'],
  7000216: ['Entra saw no assertion and no client secret in the request.', 'Look for a proxy that changes the body of requests on the way to the login host.'],
};

/** Other codes keep their generic text, with the words of the cloud. */
export function exchangeRejected({ error, token }: Failure): Diagnosis | undefined {
  const [cause, cure] = otherRefusals[entraNumber(error.cloudCode) ?? 0] ?? [];
  if (cause === undefined || cure === undefined) return undefined;
  const sent = trustValues(token);
  return { cause, cure, severity: 'error', ...(sent && { sent }) };
}
