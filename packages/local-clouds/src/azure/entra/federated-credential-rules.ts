import type { LocalFederatedCredential } from '../local-azure.ts';

const mostFederatedCredentials = 20;

const name = /^[A-Za-z0-9][A-Za-z0-9_-]{2,119}$/;
const longest = 600;

/**
 * The rule of Entra that a new federated credential breaks, or undefined.
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
 */
export function brokenCredentialRule(credential: LocalFederatedCredential, existing: readonly LocalFederatedCredential[]): string | undefined {
  if (existing.length >= mostFederatedCredentials) return `An application has ${mostFederatedCredentials} federated credentials at most.`;
  if (typeof credential.name !== 'string' || !name.test(credential.name)) return 'The name has 3 to 120 letters, digits, - or _, and starts with a letter or digit.';
  for (const field of ['issuer', 'subject', 'audience'] as const) {
    const value: unknown = credential[field];
    if (typeof value !== 'string' || value.length === 0) return `The ${field} is one text that is not empty.`;
    if (value.length > longest) return `The ${field} has ${longest} characters at most.`;
    if (value.includes('*')) return `The ${field} takes no wildcard.`;
  }
  if (!isHttps(credential.issuer)) return 'The issuer is an https address.';
  if (existing.some((other) => other.name === credential.name)) return 'Another federated credential has this name.';
  if (existing.some((other) => other.issuer === credential.issuer && other.subject === credential.subject)) {
    return 'Another federated credential has this issuer and subject.';
  }
  return undefined;
}

// Spaces around the issuer are stored as they are: registering them is allowed, and the exchange then fails.
function isHttps(issuer: string): boolean {
  return URL.parse(issuer.trim())?.protocol === 'https:';
}
