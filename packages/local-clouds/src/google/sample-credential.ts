import type { LocalGoogle, LocalGoogleSampleCredential } from './local-google.ts';

/** The least that a first read and a list need. */
export function sampleCredential(google: Pick<LocalGoogle, 'project'>, secrets: Readonly<Record<string, string>>): LocalGoogleSampleCredential {
  const project = google.project();
  const account = project.serviceAccount('sample-reader');
  const member = `serviceAccount:${account.email}`;
  project.grant({ member, role: 'roles/secretmanager.secretAccessor' });
  project.grant({ member, role: 'roles/secretmanager.viewer' });
  const store = project.secrets();
  for (const [name, value] of Object.entries(secrets)) store.set(name, value);
  const { clientEmail, privateKeyId, privateKey } = account.createKey();
  return { provider: 'gcp', method: 'service-account-key', settings: { clientEmail, privateKeyId }, secrets: { privateKey }, store: { projectId: project.id } };
}
