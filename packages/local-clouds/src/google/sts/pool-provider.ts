import type { GooglePrincipal } from '../access-tokens.ts';
import type { LocalPoolProvider, LocalWorkloadIdentityPool } from '../local-google.ts';
import { compileExpression, type Expression } from './expression.ts';
import { brokenProviderRule, isPoolOrProviderId } from './provider-rules.ts';

/** An OIDC provider as STS sees it. */
export interface PoolProvider {
  readonly control: LocalPoolProvider;
  readonly issuer: string;
  readonly allowedAudiences: readonly string[];
  readonly mapping: ReadonlyMap<string, Expression>;
  readonly condition: Expression | undefined;
  readonly pool: Pool;
}

export interface Pool {
  readonly control: LocalWorkloadIdentityPool;
  provider(id: string): PoolProvider | undefined;
  /** What it knew is refused from now on, and its id is free. */
  removeProvider(id: string): void;
  readonly isEmpty: boolean;
}

/** What the attribute mapping made of a subject token. */
export interface MappedAttributes {
  readonly subject: string;
  readonly groups: readonly string[];
  readonly custom: Readonly<Record<string, string>>;
}

export function createPool(projectNumber: string, id: string): Pool {
  if (!isPoolOrProviderId(id)) throw new TypeError('A pool id has 4 to 32 letters a-z, digits and hyphens, and does not start with gcp-.');
  const providers = new Map<string, PoolProvider>();
  const name = `projects/${projectNumber}/locations/global/workloadIdentityPools/${id}`;
  const control: LocalWorkloadIdentityPool = {
    name,
    disabled: false,
    oidcProvider(options) {
      if (!isPoolOrProviderId(options.id)) throw new TypeError('A provider id has 4 to 32 letters a-z, digits and hyphens, and does not start with gcp-.');
      if (providers.has(options.id)) throw new TypeError(`The pool has a provider ${options.id} already.`);
      const provider = createProvider(pool, options);
      providers.set(options.id, provider);
      return provider.control;
    },
    principal: (subject) => `principal://iam.googleapis.com/${name}/subject/${subject}`,
  };
  const pool: Pool = {
    control,
    provider: (providerId) => providers.get(providerId),
    removeProvider: (providerId) => void providers.delete(providerId),
    get isEmpty() {
      return providers.size === 0;
    },
  };
  return pool;
}

function createProvider(pool: Pool, options: Parameters<LocalWorkloadIdentityPool['oidcProvider']>[0]): PoolProvider {
  const { issuer, allowedAudiences = [], attributeMapping = { 'google.subject': 'assertion.sub' } } = options;
  const compileCondition = (attributeCondition: string | undefined): Expression | undefined => {
    const broken = brokenProviderRule({ issuer, allowedAudiences, attributeMapping, attributeCondition });
    if (broken !== undefined) throw new TypeError(broken);
    return attributeCondition === undefined ? undefined : compileExpression(attributeCondition);
  };
  let text = options.attributeCondition;
  let condition = compileCondition(text);
  const resourceName = `${pool.control.name}/providers/${options.id}`;
  const control: LocalPoolProvider = {
    resourceName,
    audience: `//iam.googleapis.com/${resourceName}`,
    disabled: false,
    get attributeCondition() {
      return text;
    },
    set attributeCondition(changed) {
      condition = compileCondition(changed);
      text = changed;
    },
  };
  return {
    control,
    issuer,
    allowedAudiences: [...allowedAudiences],
    mapping: new Map(Object.entries(attributeMapping).map(([name, expression]) => [name, compileExpression(expression)])),
    get condition() {
      return condition;
    },
    pool,
  };
}

/** https://cloud.google.com/iam/docs/workload-identity-federation#identity-formats */
export function federatedPrincipal({ control }: Pool, { subject, groups, custom }: MappedAttributes): GooglePrincipal {
  const name = control.principal(subject);
  const set = `principalSet://iam.googleapis.com/${control.name}`;
  return {
    name,
    members: new Set([
      name,
      `${set}/*`,
      ...groups.map((group) => `${set}/group/${group}`),
      ...Object.entries(custom).map(([attribute, value]) => `${set}/attribute.${attribute}/${value}`),
    ]),
    isActive: () => !control.disabled,
  };
}
