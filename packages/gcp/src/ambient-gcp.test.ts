import { validateSettings, type IdentityDefinition } from '@carnet/provider';
import { expect, test } from 'vitest';
import { ambientGcp } from './ambient-gcp.ts';
import { createGcp } from './create-gcp.ts';
import { manifest } from './manifest.ts';
import { startTestGcp, text } from './testing/test-gcp.ts';

const providerResourceName = 'projects/123456789012/locations/global/workloadIdentityPools/clusters/providers/production';

test('B4 what a workload knows about itself becomes settings that the manifest accepts', () => {
  const { workloadIdentity: { kind, ...identity }, credential } = ambientGcp({ providerResourceName, projectId: 'my-demo-project' });
  expect(kind).toBe(manifest.identity?.kind);
  expect(validateSettings((manifest.identity as IdentityDefinition).schema, identity)).toMatchObject({ ok: true });
  expect(credential).toEqual({ provider: 'gcp', store: { projectId: 'my-demo-project' } });
  const serviceAccountEmail = 'reader@my-demo-project.iam.gserviceaccount.com';
  expect(ambientGcp({ providerResourceName, projectId: 'my-demo-project', serviceAccountEmail, location: 'europe-west3' })).toMatchObject({ workloadIdentity: { serviceAccountEmail }, credential: { store: { location: 'europe-west3' } } });
});

// The file itself is read by @carnet/identity; here stands what it gives: the cluster's token for a service account.
test('B4 a pod reads with the token of its Kubernetes service account', async () => {
  await using gcp = await startTestGcp();
  const serviceAccount = 'system:serviceaccount:default:secrets-reader';
  gcp.project.grant({ member: gcp.pool.principal(serviceAccount), role: 'roles/secretmanager.secretAccessor' });
  gcp.secrets.set('a', 'from the cluster');
  gcp.source = () => gcp.mint({ sub: serviceAccount });
  const { workloadIdentity: { kind: _, ...identity }, credential } = ambientGcp({ providerResourceName: gcp.poolProvider.resourceName, projectId: gcp.project.id });
  const store = createGcp().open({ method: 'workload-identity', identity, store: credential.store }, gcp.context);
  expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('from the cluster');
});
