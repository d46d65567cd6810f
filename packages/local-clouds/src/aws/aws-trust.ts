import type { TrustResource } from '@carnet/provider';
import { randomUUID } from 'node:crypto';
import type { TrustOwner } from '../trust/apply-trust.ts';
import type { Account } from './accounts/account.ts';
import type { Accounts } from './accounts/accounts.ts';
import { checkClientId } from './accounts/oidc-provider.ts';
import { parseTrustPolicy, type Role } from './accounts/role.ts';
import { asOwner } from './as-owner.ts';
import type { LocalPartition } from './local-aws.ts';
import { secretsControl } from './secrets-control.ts';

interface TrustKind {
  apply(account: Account, resource: TrustResource): Readonly<Record<string, string>>;
  remove(account: Account, resource: TrustResource): void;
}

/** Does with the resources of a trust plan in AWS what its commands do, with the same care for what was there before. */
export function awsTrust(accounts: Accounts, clock: { now(): number }): TrustOwner {
  // What the commands mark with a tag.
  const made = new Set<string>();
  const secretsOf = (account: Account, resource: TrustResource): ReturnType<typeof secretsControl> => secretsControl(account.secrets(text(resource, 'region')), text(resource, 'region'), clock);
  const kinds: Readonly<Record<string, TrustKind>> = {
    'aws.openIdConnectProvider': { apply: registerIssuer, remove: forgetIssuer },
    'aws.role': { apply: makeRole, remove: removeRole },
    'aws.rolePolicy': {
      apply(account, resource) {
        roleNamed(account, text(resource, 'role')).policies.put(text(resource, 'name'), JSON.stringify(resource['policy']));
        return {};
      },
      // It goes with its role, if that is not another's.
      remove: () => undefined,
    },
    'aws.secret': {
      apply(account, resource) {
        const { kmsKeyId } = resource;
        const isThere = account.secrets(text(resource, 'region')).find(text(resource, 'name')) !== undefined;
        if (!isThere) made.add(`${account.id}/${text(resource, 'region')}/${text(resource, 'name')}`);
        if (!isThere) secretsOf(account, resource).set(text(resource, 'name'), randomUUID(), typeof kmsKeyId === 'string' ? { kmsKeyId } : {});
        return {};
      },
      remove(account, resource) {
        const isThere = account.secrets(text(resource, 'region')).find(text(resource, 'name')) !== undefined;
        if (made.delete(`${account.id}/${text(resource, 'region')}/${text(resource, 'name')}`) && isThere) secretsOf(account, resource).remove(text(resource, 'name'));
      },
    },
  };
  const act = <Result>(resource: TrustResource, what: (kind: TrustKind, account: Account) => Result): Result => {
    const kind = Object.hasOwn(kinds, resource.type) ? kinds[resource.type] : undefined;
    if (kind === undefined) throw new TypeError(`${resource.type} is no resource of the local AWS.`);
    const account = accounts.find(text(resource, 'accountId'), text(resource, 'partition') as LocalPartition);
    if (account === undefined) throw new TypeError(`There is no account ${text(resource, 'accountId')} in ${text(resource, 'partition')}.`);
    return asOwner(() => what(kind, account));
  };
  return {
    apply: (resource) => act(resource, (kind, account) => kind.apply(account, resource)),
    remove: (resource) => act(resource, (kind, account) => kind.remove(account, resource)),
  };
}

function text(resource: TrustResource, member: string): string {
  const value = resource[member];
  if (typeof value !== 'string') throw new TypeError(`The resource ${resource.type} has no text ${member}.`);
  return value;
}

function roleNamed(account: Account, name: string): Role {
  const role = account.role(name);
  if (role === undefined) throw new TypeError(`There is no role ${name} in the account ${account.id}.`);
  return role;
}

/** Where the issuer is there already, it takes the audience. */
function registerIssuer(account: Account, resource: TrustResource): Readonly<Record<string, string>> {
  const clientId = text(resource, 'clientId');
  checkClientId(clientId);
  const { clientIds } = account.providerOfIssuer(text(resource, 'url')) ?? account.createProvider(text(resource, 'url'), [clientId]);
  if (!clientIds.includes(clientId)) clientIds.push(clientId);
  return {};
}

/** It stays while a role of the account trusts it. */
function forgetIssuer(account: Account, resource: TrustResource): void {
  const provider = account.providerOfIssuer(text(resource, 'url'));
  if (provider !== undefined && !account.roles.some(({ trust }) => trust.statements.some(({ principals }) => principals?.['Federated']?.includes(provider.arn)))) account.providers.delete(provider.arn);
}

/** A role that exists is another's, unless it trusts the same already. */
function makeRole(account: Account, resource: TrustResource): Readonly<Record<string, string>> {
  const [name, trustPolicy] = [text(resource, 'name'), JSON.stringify(resource['trustPolicy'])];
  const existing = account.role(name);
  return { roleArn: (existing !== undefined && trusts(existing, trustPolicy) ? existing : account.createRole({ name, trustPolicy })).arn };
}

/** One of this name that trusts anything else stays. */
function removeRole(account: Account, resource: TrustResource): void {
  const role = account.role(text(resource, 'name'));
  if (role !== undefined && trusts(role, JSON.stringify(resource['trustPolicy']))) account.removeRole(role);
}

const trusts = (role: Role, trustPolicy: string): boolean => JSON.stringify(role.trust.statements) === JSON.stringify(parseTrustPolicy(trustPolicy).statements);
