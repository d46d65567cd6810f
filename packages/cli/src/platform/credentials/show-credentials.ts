import type { PlatformCall } from '../command/platform-command.ts';
import { showList, showOne, yesNo } from '../command/show.ts';
import { findByName } from '../connection/find-by-name.ts';
import { credentialsPath } from './credential-entity.ts';

export async function listCredentials(call: PlatformCall): Promise<void> {
  showList(call, 'credentials', await call.platform.api.all(credentialsPath), {
    name: ({ name }) => name, provider: ({ provider }) => provider, method: ({ method }) => method, store: ({ store }) => Object.values(store).join(' '),
    default: (each) => each.default, writable: ({ writable }) => writable, 'last test': ({ lastTest }) => (lastTest === null ? undefined : `${lastTest.status} ${lastTest.at}`), id: ({ id }) => id,
  });
}

export async function showCredential(call: PlatformCall): Promise<void> {
  const { platform: { api }, args: [nameOrId = ''] } = call;
  const { id } = await findByName(api, 'credential', nameOrId);
  const credential = await api.request('get', `${credentialsPath}/{credential}`, { path: { credential: id } });
  showOne(call, 'credential', credential, {
    name: credential.name, id, provider: credential.provider, method: credential.method, 'workload identity': credential.workloadIdentityConfigId,
    ...Object.fromEntries(Object.entries({ ...credential.settings, ...credential.store }).map(([field, value]) => [field, String(value)])),
    ...Object.fromEntries(credential.secretNames.map((field) => [field, credential.secretsMustBeTyped ? 'must be typed again' : 'stored'])),
    default: yesNo(credential.default), writable: yesNo(credential.writable), 'used by': credential.usedBy?.map(({ kind, name }) => `${kind} ${name}`).join(', ') || undefined,
    'last test': credential.lastTest === null ? undefined : `${credential.lastTest.status} ${credential.lastTest.at}`,
  });
}
