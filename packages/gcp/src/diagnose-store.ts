import type { Diagnosis, Failure } from '@carnet/provider';
import { accountProjectOf, federatedMember, gcloudSecrets, locationOption, memberOf, projectOf, serviceAccountOf } from './diagnosed-names.ts';
import { shellQuote } from '@carnet/provider-parts';

function secretOf(failure: Failure): string {
  const name = failure.reference?.name;
  if (name === undefined) return '"$SECRET_NAME"';
  // What begins with a hyphen would be taken for an option.
  return name.startsWith('-') ? `projects/${projectOf(failure)}/secrets/${shellQuote(name)}` : shellQuote(name);
}

function enableApi(failure: Failure, api: string, project: string): Diagnosis {
  return { cause: failure.error.message, cure: 'Enable it; it can take minutes to be seen.', command: `gcloud services enable ${api} --project=${project}`, severity: 'error' };
}

function bindAtProject(failure: Failure, role: string): string {
  return `gcloud projects add-iam-policy-binding ${projectOf(failure)} --member=${memberOf(failure)} --role=${role} --condition=None`;
}

function bindAtSecret(failure: Failure, role: string): string {
  return `${gcloudSecrets(failure)} add-iam-policy-binding ${secretOf(failure)} --project=${projectOf(failure)}${locationOption(failure)} --member=${memberOf(failure)} --role=${role} --condition=None`;
}

/** The second hop of an exchange: `iam.serviceAccounts.getAccessToken`. */
function impersonationDenied(failure: Failure): Diagnosis {
  const email = serviceAccountOf(failure);
  if (failure.error.cloudCode === 'SERVICE_DISABLED') return enableApi(failure, 'iamcredentials.googleapis.com', accountProjectOf(failure));
  return {
    cause: 'The trust works, and the federated principal may not act as the service account (iam.serviceAccounts.getAccessToken).',
    cure: 'Give it roles/iam.workloadIdentityUser on the service account, or leave serviceAccountEmail out; a new role can take minutes to be seen.',
    // By its e-mail address alone, gcloud looks for the account in the project that it is set to.
    command: `gcloud iam service-accounts add-iam-policy-binding projects/-/serviceAccounts/${email === undefined ? '"$EMAIL"' : shellQuote(email)} --member=${federatedMember(failure)} --role=roles/iam.workloadIdentityUser --condition=None`,
    severity: 'error',
  };
}

export function accessDenied(failure: Failure): Diagnosis {
  const { error, operation, authenticated } = failure;
  if (error.step === 'authenticate') return impersonationDenied(failure);
  if (error.cloudCode === 'SERVICE_DISABLED') return enableApi(failure, 'secretmanager.googleapis.com', projectOf(failure));
  if (error.cloudCode === 'BILLING_DISABLED' || error.cloudCode === 'SECURITY_POLICY_VIOLATED') return { cause: error.message, cure: error.hint, severity: 'error' };
  if (operation === 'list') {
    return {
      cause: 'The trust works, and listing is denied (secretmanager.secrets.list).',
      cure: 'Type names without autocomplete, or give roles/secretmanager.viewer at the project to have it; it shows names and no values.',
      command: bindAtProject(failure, 'roles/secretmanager.viewer'),
      severity: 'warning',
    };
  }
  if (operation === 'write') {
    return {
      cause: 'The trust works, and the identity has no role that writes this secret, or the secret does not exist.',
      cure: `Give it roles/secretmanager.secretVersionAdder on the secret that exists. To make one that does not exist it takes roles/secretmanager.admin at the project (${bindAtProject(failure, 'roles/secretmanager.admin')}).`,
      command: bindAtSecret(failure, 'roles/secretmanager.secretVersionAdder'),
      severity: 'error',
    };
  }
  if (operation === 'remove') {
    return {
      cause: 'The trust works, and the identity has no role that removes this secret.',
      cure: 'Give it roles/secretmanager.admin on this secret, which may also give roles there; no smaller role of Google\'s own removes one.',
      command: bindAtSecret(failure, 'roles/secretmanager.admin'),
      severity: 'error',
    };
  }
  return {
    cause: `${authenticated === false ? 'The' : 'The trust works, and the'} role on this secret is missing (secretmanager.versions.access), or the secret does not exist.`,
    cure: 'Give the identity roles/secretmanager.secretAccessor on this secret; a new role can take minutes to be seen.',
    command: failure.reference === undefined ? bindAtProject(failure, 'roles/secretmanager.secretAccessor') : bindAtSecret(failure, 'roles/secretmanager.secretAccessor'),
    severity: 'error',
  };
}

export function secretNotFound(failure: Failure): Diagnosis {
  return {
    cause: failure.error.message,
    cure: 'Correct the name or create the secret; this prints the names that exist. A secret of a location is not among those without one.',
    command: `${gcloudSecrets(failure)} list --project=${projectOf(failure)}${locationOption(failure)} --format='value(name)'`,
    severity: 'error',
  };
}

export function secretDisabled(failure: Failure): Diagnosis {
  return {
    cause: failure.error.message,
    cure: 'Enable the version (gcloud secrets versions enable) or add a new one; what is destroyed stays so. This prints the state of each.',
    command: `${gcloudSecrets(failure)} versions list ${secretOf(failure)} --project=${projectOf(failure)}${locationOption(failure)}`,
    severity: 'error',
  };
}

export function throttled({ error }: Failure): Diagnosis {
  const wait = error.retryAfter === undefined ? 'Wait a minute' : `Wait ${Math.ceil(error.retryAfter / 1000)} s`;
  return { cause: error.message, cure: `${wait}; if it lasts, spread the kickoffs or ask Google for a higher quota: it is per project and per minute.`, severity: 'error' };
}
