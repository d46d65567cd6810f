import type { RegisteredTrust, Registrations } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';
import { iamCommand, option } from '../aws-command.ts';
import { identitySettings } from '../identity-settings.ts';
import { registeredProvider } from './registered-provider.ts';
import { registeredRole } from './registered-role.ts';
import { isObject, type Ours } from './registered-value.ts';

/** Reads what `get-role` and `get-open-id-connect-provider` printed. */
export const registrations: Registrations = {
  commands(identity) {
    const { role, region } = identitySettings(identity);
    const getRole = `get-role ${option('role-name', role.name)}`;
    // A policy may hold its statement alone or in a list.
    const trusted = iamCommand(`${getRole} --query ${shellQuote('Role.AssumeRolePolicyDocument.[Statement][].Principal.Federated | [0]')} --output text`, region);
    return [iamCommand(getRole, region), iamCommand(`get-open-id-connect-provider --open-id-connect-provider-arn "$(${trusted})"`, region)];
  },
  read: (document, ours) => (Array.isArray(document) ? document : [document]).flatMap((each: unknown) => registered(each, ours)),
};

function registered(document: unknown, ours: Ours): readonly RegisteredTrust[] {
  if (!isObject(document)) return [];
  const role = isObject(document['Role']) ? document['Role'] : document;
  if (Object.hasOwn(role, 'AssumeRolePolicyDocument')) return registeredRole(role, ours);
  return typeof document['Url'] === 'string' && Array.isArray(document['ClientIDList']) ? [registeredProvider(document['Url'], document['ClientIDList'], ours)] : [];
}
