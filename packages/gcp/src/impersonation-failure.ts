import type { CarnetError } from '@carnet/provider';
import type { HttpAnswer } from './send-request.ts';
import { tokenEndpointFailure, type HopContext, type Meaning } from './token-endpoint-failure.ts';

function meaningOf(status: number, error: string, email: string): Meaning {
  if (error === 'SERVICE_DISABLED') return { code: 'ACCESS_DENIED', message: 'The IAM Service Account Credentials API is not enabled in the project of the service account.', hint: 'Run gcloud services enable iamcredentials.googleapis.com.' };
  if (status === 403) return { code: 'ACCESS_DENIED', message: `The exchange passed, and the principal may not act as the service account ${email}.`, hint: 'Grant roles/iam.workloadIdentityUser on the service account.' };
  if (status === 404) return { code: 'PRINCIPAL_NOT_FOUND', message: `Google knows no service account ${email}.`, hint: 'Correct serviceAccountEmail, or leave it out to read as the federated principal itself.' };
  return { code: 'EXCHANGE_REJECTED', message: `Google refused a token in the name of the service account ${email}${error === '' ? '' : ` (${error})`}.` };
}

/** The second hop has its own words, so that its 403 is not taken for one of Secret Manager. */
export function impersonationFailure(answer: HttpAnswer, context: HopContext, email: string): CarnetError {
  return tokenEndpointFailure(answer, context, 'iamcredentials.googleapis.com', ({ status, error }) => meaningOf(status, error, email));
}
