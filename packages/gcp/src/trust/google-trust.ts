import { validateSettings, type Settings, type TrustInput } from '@carnet/provider';
import { createHash } from 'node:crypto';
import { gcpError } from '../gcp-error.ts';
import { poolPrincipal, serviceAccountPrincipal, subjectForm } from '../principal.ts';
import { isName } from '../secret-name.ts';
import { subjectCondition } from './subject-condition.ts';
import { trustDefinition } from './trust-definition.ts';

/** What is registered, the same for every tool. */
export interface GoogleTrust {
  readonly issuer: string;
  /** To be enabled, by their host names. */
  readonly apis: readonly string[];
  readonly projectId: string;
  readonly projectNumber: string;
  readonly location: string | undefined;
  readonly pool: string;
  readonly provider: string;
  /** `projects/<number>/…/providers/<provider>`. */
  readonly resourceName: string;
  readonly condition: string;
  /** The federated principal, as a member of IAM. */
  readonly principal: string;
  readonly serviceAccount: string | undefined;
  /** Who is given the roles: the principal, or the service account that it acts as. */
  readonly member: string;
  readonly grants: readonly Grant[];
  /** A first secret. */
  readonly created: string | undefined;
}

/** One role of the member. */
export interface Grant {
  readonly purpose: 'read' | 'list' | 'write';
  readonly role: string;
  /** Absent: at the project. */
  readonly secrets: readonly string[] | undefined;
}

const gkeIssuer = /^https:\/\/container\.googleapis\.com\/v1\/projects\/[^/]+\/locations\/[^/]+\/clusters\/[^/]+$/;

function refuse(message: string): never {
  throw gcpError({ code: 'SETTINGS_INVALID', step: 'configure', message });
}

function checkToken({ issuer, subject, ambient }: TrustInput): void {
  const url = URL.parse(issuer);
  if (url?.protocol !== 'https:' || url.search !== '' || url.hash !== '' || !/^[\x21-\x7e]+$/.test(issuer)) refuse('Google takes an issuer that is an https address without a query.');
  if (ambient?.kind === 'gke' && !gkeIssuer.test(issuer)) refuse('The issuer of a GKE cluster is https://container.googleapis.com/v1/projects/<project>/locations/<location>/clusters/<cluster>.');
  if (!subjectForm.test(subject)) refuse('Google takes a subject of 1 to 127 visible ASCII characters: google.subject has no more.');
}

/** One provider admits one subject, so that two trusts of a pool do not undo each other. */
function providerId({ issuer, subject }: TrustInput): string {
  return `carnet-${createHash('sha256').update(JSON.stringify([issuer, subject])).digest('hex').slice(0, 16)}`;
}

function grantsOf(secrets: readonly string[] | undefined, { list, write }: TrustInput): readonly Grant[] {
  return [
    { purpose: 'read', role: 'roles/secretmanager.secretAccessor', secrets },
    ...(list ? [{ purpose: 'list', role: 'roles/secretmanager.viewer', secrets: undefined } as const] : []),
    // The smallest role of Google's own with secrets.create and secrets.delete.
    ...(write ? [{ purpose: 'write', role: 'roles/secretmanager.admin', secrets } as const] : []),
  ];
}

/** With the defaults. What is put into commands is checked here, whoever checked it before. */
function checkedSettings(given: Settings): Readonly<Partial<Record<string, string>>> {
  const result = validateSettings(trustDefinition.schema, given);
  if (!result.ok) refuse(result.problems.map(({ field, problem }) => `The field ${field} ${problem}.`).join(' '));
  return Object.fromEntries(Object.entries(result.settings).filter(([, value]) => value !== '').map(([field, value]) => [field, String(value)]));
}

/** @throws CarnetError `SETTINGS_INVALID` */
export function googleTrust(input: TrustInput): GoogleTrust {
  checkToken(input);
  const { issuer, subject, settings, create } = input;
  const names = [...new Set([...input.secrets, ...(create === undefined ? [] : [create])])];
  if (!names.every(isName)) refuse('The name of a Google secret has 1 to 255 letters, digits, hyphens and underscores.');
  const { projectId = '', projectNumber = '', pool = '', poolProvider: provider = providerId(input), serviceAccountEmail: serviceAccount, location } = checkedSettings(settings);
  if ([pool, provider].some((id) => id.startsWith('gcp-'))) refuse('What begins with gcp- is an id of Google\'s own: name another pool or provider.');
  const resourceName = `projects/${projectNumber}/locations/global/workloadIdentityPools/${pool}/providers/${provider}`;
  const principal = poolPrincipal(resourceName, subject);
  return {
    issuer, projectId, projectNumber, location, pool, provider, resourceName, principal, serviceAccount,
    apis: ['secretmanager', 'iam', 'sts', ...(serviceAccount === undefined ? [] : ['iamcredentials'])].map((api) => `${api}.googleapis.com`),
    condition: subjectCondition(subject),
    member: serviceAccount === undefined ? principal : serviceAccountPrincipal(serviceAccount),
    grants: grantsOf(input.secrets.length === 0 ? undefined : names, input),
    created: create,
  };
}
