import type { JWTPayload } from 'jose';
import { randomUUID } from 'node:crypto';
import type { LocalPoolProvider, LocalProject, LocalServiceAccount } from '../src/google/local-google.ts';
import { startWorkbench, subject, type Workbench } from './workbench.ts';

/** A project that one subject may administer, and a second subject may read one secret of. */
export interface GoogleProject extends Workbench {
  readonly project: LocalProject;
  readonly provider: LocalPoolProvider;
  readonly serviceAccount: LocalServiceAccount;
  /** What the first subject is called by Google. */
  readonly principal: string;
  /** A credential file of a fresh token; `claims` differ from those that are trusted. */
  credentialFile(claims?: JWTPayload, impersonated?: boolean): Promise<string>;
}

export const reader = 'organization:00000000-0000-4000-8000-000000000002';

export async function startGoogleProject(): Promise<GoogleProject> {
  const workbench = await startWorkbench();
  const { clouds, issuer } = workbench;
  const project = clouds.google.project({ id: 'orders-project' });
  const pool = project.workloadIdentityPool('carnet-pool');
  const provider = pool.oidcProvider({ id: 'carnet', issuer: issuer.url, attributeCondition: `assertion.sub.startsWith('organization:')` });
  project.grant({ member: pool.principal(subject), role: 'roles/secretmanager.admin' });
  const secrets = project.secrets();
  secrets.set('database', 'first');
  secrets.set('database', 'second');
  secrets.grant('database', { member: pool.principal(reader), role: 'roles/secretmanager.secretAccessor' });
  const serviceAccount = project.serviceAccount('deployer');
  serviceAccount.grant({ member: pool.principal(subject), role: 'roles/iam.workloadIdentityUser' });
  secrets.grant('database', { member: `serviceAccount:${serviceAccount.email}`, role: 'roles/secretmanager.secretAccessor' });

  return {
    ...workbench,
    project,
    provider,
    serviceAccount,
    principal: pool.principal(subject),
    async credentialFile(claims, impersonated = false) {
      const token = await workbench.file(`token-${randomUUID()}`, await issuer.mint({ aud: provider.audience, ...claims }));
      const content = {
        type: 'external_account',
        audience: provider.audience,
        subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
        token_url: 'https://sts.googleapis.com/v1/token',
        token_info_url: 'https://sts.googleapis.com/v1/introspect',
        credential_source: { file: token },
        ...(impersonated ? { service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${serviceAccount.email}:generateAccessToken` } : {}),
      };
      return await workbench.file(`credential-${randomUUID()}.json`, JSON.stringify(content));
    },
    [Symbol.asyncDispose]: () => workbench[Symbol.asyncDispose](),
  };
}
