import type { LocalClouds, LocalPoolProvider, LocalProject } from '@carnet/local-clouds';
import type { CloudSide, Trusted } from './cloud-side.ts';

export interface GoogleSide extends CloudSide {
  readonly project: LocalProject;
  readonly poolProvider: LocalPoolProvider;
}

/** A workload identity pool that lets one subject in, and a project whose secrets its principal reads itself. */
export function setUpGoogle({ google }: LocalClouds, { issuer, subject }: Trusted): GoogleSide {
  const project = google.project({ id: 'acme-billing' });
  const pool = project.workloadIdentityPool('carnet');
  const poolProvider = pool.oidcProvider({ id: 'carnet', issuer, attributeCondition: `assertion.sub == '${subject}'` });
  project.grant({ member: pool.principal(subject), role: 'roles/secretmanager.secretAccessor' });
  const secrets = project.secrets();
  return {
    name: 'Google',
    provider: 'gcp',
    store: `Secret Manager of project ${project.id}`,
    audience: poolProvider.audience,
    services: { token: 'google-sts', secrets: 'secretmanager' },
    project, poolProvider,
    put: (secret, value) => void secrets.set(secret, value),
  };
}
