import { CarnetError } from '@carnet/provider';
import { clusterIssuer, clusterNotes } from './cluster-issuer.ts';
import { issuerNotes } from './issuer-notes.ts';
import { checkTrustedToken, type TrustedToken } from './trusted-token.ts';

/** What a cluster or a CI system calls the work whose token is to be trusted. */
export interface AmbientRequest {
  /** One of {@link ambientKinds}. */
  readonly kind: string;
  /** Needed for `aks` and `eks`; in place of the usual one for the others. */
  readonly issuer?: string | undefined;
  /** In place of the fields below that it would follow from, such as a subject that an organization has customized. */
  readonly subject?: string | undefined;
  /** Of a cluster: where the service account is, and its name. */
  readonly namespace?: string | undefined;
  readonly serviceAccount?: string | undefined;
  /** `gke`: `projects/<project>/locations/<location>/clusters/<name>`. */
  readonly cluster?: string | undefined;
  /** `github`: `OWNER/REPO`, or `OWNER@ID/REPO@ID` where the subject is immutable. */
  readonly repository?: string | undefined;
  /** `gitlab`: `GROUP/PROJECT`. */
  readonly projectPath?: string | undefined;
  /** `gitlab`: the address of a server of your own. Default: `https://gitlab.com`. */
  readonly gitlabUrl?: string | undefined;
  /** Exactly one of these, for `github` and `gitlab`. */
  readonly branch?: string | undefined;
  readonly tag?: string | undefined;
  /** `github` alone, as the next. */
  readonly environment?: string | undefined;
  readonly pullRequest?: boolean | undefined;
}

/** Whose token is to be trusted, and what to know of it. */
export interface AmbientIdentity extends TrustedToken {
  readonly notes: readonly string[];
}

export const ambientKinds: readonly string[] = ['aks', 'eks', 'gke', 'github', 'gitlab'];

/**
 * The issuer and the subject of a token that a cluster or a CI system gives to its own work.
 *
 * @throws CarnetError `INPUT_INVALID`, saying what is missing or cannot be
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#service-account-tokens
 * @see https://docs.github.com/actions/reference/security/oidc
 * @see https://docs.gitlab.com/ci/secrets/id_token_authentication/#token-payload
 * @example
 * ```ts
 * import { ambientIdentity } from '@carnet/trust';
 * ambientIdentity({ kind: 'github', repository: 'acme/orders', branch: 'main' });
 * // { issuer: 'https://token.actions.githubusercontent.com', subject: 'repo:acme/orders:ref:refs/heads/main', notes: [ … ] }
 * ```
 */
export function ambientIdentity(request: AmbientRequest): AmbientIdentity {
  const { kind } = request;
  const rules = kind === 'github' || kind === 'gitlab' ? { github, gitlab }[kind] : ambientKinds.includes(kind) ? cluster : undefined;
  if (rules === undefined) throw invalid(`There is no ambient identity '${kind.slice(0, 40)}'.`, `There is ${ambientKinds.join(', ')}.`);
  checkParts(request, rules.parts);
  const { subject = rules.subject(request), issuer = rules.issuer(request) } = request;
  const token = checkTrustedToken({ issuer, subject });
  return { ...token, notes: [...rules.notes({ ...request, ...token }), ...issuerNotes(issuer)] };
}

/** How one kind says whose token it is. */
interface AmbientRules {
  /** What its subject is made of. */
  readonly parts: readonly (keyof AmbientRequest)[];
  readonly issuer: (request: AmbientRequest) => string;
  readonly subject: (request: AmbientRequest) => string;
  readonly notes: (request: AmbientRequest & TrustedToken) => readonly string[];
}

const cluster: AmbientRules = {
  parts: ['namespace', 'serviceAccount'],
  issuer: ({ kind, cluster: name }) => clusterIssuer(kind, name),
  subject: clusterSubject,
  notes: ({ kind, issuer }) => clusterNotes(kind, issuer),
};

const github: AmbientRules = {
  parts: ['repository', 'branch', 'tag', 'environment', 'pullRequest'],
  issuer: () => 'https://token.actions.githubusercontent.com',
  subject: githubSubject,
  notes: githubNotes,
};

const gitlab: AmbientRules = {
  parts: ['projectPath', 'branch', 'tag'],
  issuer: gitlabIssuer,
  subject: gitlabSubject,
  notes: () => ['The subject is made of names: whoever takes over the path of the project gets the secrets.'],
};

/** What is not looked at must not be believed to narrow the trust. */
function checkParts(request: AmbientRequest, parts: AmbientRules['parts']): void {
  const { kind, subject, issuer } = request;
  const given = [...new Set([...cluster.parts, ...github.parts, ...gitlab.parts])].filter((name) => request[name] !== undefined && request[name] !== false);
  const stray = given.find((name) => !parts.includes(name)) ?? (request.cluster !== undefined && kind !== 'gke' ? 'cluster' : undefined) ?? (request.gitlabUrl !== undefined && kind !== 'gitlab' ? 'gitlabUrl' : undefined);
  if (stray !== undefined) throw invalid(`The token of ${kind} knows no ${wordsOf(stray)}.`);
  if (subject !== undefined && given[0] !== undefined) throw invalid(`The subject is given whole, and so without a ${wordsOf(given[0])}.`);
  if (issuer !== undefined && (request.cluster ?? request.gitlabUrl) !== undefined) throw invalid('The issuer is given whole, and so without what it would follow from.');
}

const wordsOf = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const names = {
  // RFC 1123, as Kubernetes reads it.
  namespace: /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/,
  serviceAccount: /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/,
  repository: /^[A-Za-z0-9][A-Za-z0-9_-]{0,98}(?:@\d{1,20})?\/[A-Za-z0-9._-]{1,100}(?:@\d{1,20})?$/,
  projectPath: /^[A-Za-z0-9_][\w.-]{0,254}(?:\/[A-Za-z0-9_][\w.-]{0,254}){1,20}$/,
  // What git allows in a name, without the signs that a policy may read as a pattern.
  ref: /^[^\s~^:?*[\\\p{Cc}]{1,255}$/u,
  environment: /^[^?*\p{Cc}]{1,255}$/u,
};

function part(name: string, pattern: RegExp, value: string | undefined): string {
  if (value === undefined) throw invalid(`The ${name} is missing.`);
  if (!pattern.test(value)) throw invalid(`The ${name} is not one, or holds signs that a subject cannot have.`);
  return value;
}

function clusterSubject({ namespace, serviceAccount }: AmbientRequest): string {
  return `system:serviceaccount:${part('namespace', names.namespace, namespace)}:${part('service account', names.serviceAccount, serviceAccount)}`;
}

function githubSubject({ repository, branch, tag, environment, pullRequest }: AmbientRequest): string {
  const [where, ...others] = [
    ...(branch === undefined ? [] : [`ref:refs/heads/${part('branch', names.ref, branch)}`]),
    ...(tag === undefined ? [] : [`ref:refs/tags/${part('tag', names.ref, tag)}`]),
    ...(environment === undefined ? [] : [`environment:${part('environment', names.environment, environment).replaceAll(':', '%3A')}`]),
    ...(pullRequest ? ['pull_request'] : []),
  ];
  if (where === undefined || others.length > 0) throw invalid('Exactly one of branch, tag, environment and pull request says whose token it is.');
  return `repo:${part('repository', names.repository, repository)}:${where}`;
}

function githubNotes({ repository = '', pullRequest }: AmbientRequest): readonly string[] {
  return [
    'A job with an environment has the subject of the environment, not that of its branch.',
    ...(repository.includes('@') ? [] : ['The subject is made of names. Where the repository has immutable subjects (owner@id/repo@id), give the repository in that form: it dies with the repository, and nobody can take it over with the name.']),
    ...(pullRequest ? ['Whoever can open a pull request from a branch of the repository gets the secrets.'] : []),
  ];
}

function gitlabSubject({ projectPath, branch, tag }: AmbientRequest): string {
  if ((branch === undefined) === (tag === undefined)) throw invalid('Exactly one of branch and tag says whose token it is.');
  const [type, ref] = branch === undefined ? ['tag', tag] : ['branch', branch];
  return `project_path:${part('project path', names.projectPath, projectPath)}:ref_type:${type}:ref:${part(type, names.ref, ref)}`;
}

function gitlabIssuer({ gitlabUrl = 'https://gitlab.com' }: AmbientRequest): string {
  const address = URL.canParse(gitlabUrl) ? new URL(gitlabUrl) : undefined;
  if (address?.protocol !== 'https:' || address.search + address.hash + address.username !== '') throw invalid('The address of GitLab must be one of https.');
  return address.href.replace(/\/$/, '');
}

function invalid(message: string, hint?: string): CarnetError {
  return new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message, hint });
}
