import { validateSettings, type CarnetError, type Settings, type TrustInput } from '@carnet/provider';
import { azureError } from '../azure-error.ts';
import type { Cloud } from '../clouds.ts';
import { federatedCredentialName } from '../federated-credential-name.ts';
import { cloudOf } from '../identity-settings.ts';
import { canonicalName, checkName } from '../secret-name.ts';
import { vaultRoles, type VaultRole } from '../vault-roles.ts';
import type { ServiceAccount } from './service-account.ts';
import { trustDefinition } from './trust-definition.ts';

/** A role at one secret, or at the whole vault. */
export interface Grant {
  readonly role: VaultRole;
  readonly secret?: string;
}

/** What is asked for, checked, with the names as Azure has them. */
export interface RequestedTrust {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  readonly cloud: Cloud;
  readonly vault: string;
  readonly target: 'app-registration' | 'managed-identity';
  /** Of the application or managed identity. */
  readonly name: string;
  readonly resourceGroup: string | undefined;
  readonly credentialName: string;
  /** Whether others, whom an application or managed identity of this name trusts, may have the same roles. */
  readonly shared: boolean;
  readonly grants: readonly Grant[];
  /** A first secret to create. */
  readonly create: string | undefined;
  /** The service account of AKS. */
  readonly serviceAccount: ServiceAccount | undefined;
}

function unfit(message: string, hint?: string): CarnetError {
  return azureError({ code: 'SETTINGS_INVALID', step: 'configure', message, ...(hint !== undefined && { hint }) });
}

/** @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations */
function checkTrusted(what: 'issuer' | 'subject', text: string): string {
  // az reads a leading @ as the name of a file, and a leading - as an option.
  if (/^[^\s@*-][^*\p{Cc}]{0,599}$/u.test(text) && !/\s$/.test(text)) return text;
  throw unfit(`Entra cannot trust this ${what}: it has 1 to 600 characters, no *, no control characters, no space around it, and no @ or - in front.`);
}

// RFC 1123, as Kubernetes has it: a namespace is one label, a service account may have several.
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

function serviceAccountOf({ ambient }: TrustInput): RequestedTrust['serviceAccount'] {
  if (ambient?.kind !== 'aks') return undefined;
  const { serviceAccount: name = '', namespace = '' } = ambient;
  if (name.length <= 253 && name.split('.').every((part) => label.test(part)) && label.test(namespace)) return { name, namespace };
  throw unfit('AKS needs the service account and its namespace: lower-case letters, digits and hyphens.');
}

function checkedSettings(settings: Settings): Settings {
  const result = validateSettings(trustDefinition.schema, settings);
  if (result.ok) return result.settings;
  throw unfit(result.problems.map(({ field, problem }) => `The field ${field} ${problem}.`).join(' '));
}

/** The least first: each named secret alone, and the whole vault only where none is named. */
function grantsOf(secrets: readonly string[], { list, write }: TrustInput): readonly Grant[] {
  const role = write ? vaultRoles.officer : vaultRoles.user;
  if (secrets.length === 0) return [{ role }];
  return [...secrets.map((secret) => ({ role, secret })), ...(list ? [{ role: vaultRoles.reader }] : [])];
}

/** @throws CarnetError `SETTINGS_INVALID`, and `REFERENCE_INVALID` for the name of a secret */
export function requestedTrust(input: TrustInput): RequestedTrust {
  const settings = checkedSettings(input.settings);
  const text = (field: string): string | undefined => (settings[field] === undefined ? undefined : String(settings[field]));
  const cloud = cloudOf(settings);
  const target = text('target') as RequestedTrust['target'];
  const resourceGroup = text('resourceGroup');
  if (resourceGroup !== undefined && target !== 'managed-identity') {
    throw unfit('An app registration has no resource group.', 'Leave resourceGroup out, or set the target managed-identity.');
  }
  const create = input.create === undefined ? undefined : checkName(canonicalName(input.create));
  const named = input.secrets.map((name) => checkName(canonicalName(name)));
  // Key Vault tells names apart by their letters alone, whatever their case.
  const secrets = [...new Map((named.length > 0 && create !== undefined ? [...named, create] : named).toReversed().map((name) => [name.toLowerCase(), name])).values()].toReversed();
  const subject = checkTrusted('subject', input.subject);
  return {
    issuer: checkTrusted('issuer', input.issuer),
    subject,
    audience: cloud.audience,
    cloud,
    vault: String(settings['vault']).toLowerCase(),
    target,
    name: String(settings['name']),
    resourceGroup,
    credentialName: text('federatedCredentialName') ?? federatedCredentialName(subject),
    shared: settings['shared'] === true,
    grants: grantsOf(secrets, input),
    create,
    serviceAccount: serviceAccountOf(input),
  };
}
