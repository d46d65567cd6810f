import { manifestProblems, reservedAudienceOwner, type IdentityDefinition, type Manifest, type Provider } from '@carnet/provider';
import { isRecord } from './plain-record.ts';
import type { ProblemList } from './problem-list.ts';

export interface CheckedProviders {
  readonly providers: ReadonlyMap<string, Provider>;
  readonly kinds: ReadonlyMap<string, IdentityDefinition>;
}

/** Takes nothing for granted: a provider may be made by hand, and by JavaScript. */
export function checkProviders(input: unknown, problems: ProblemList): CheckedProviders {
  const providers = new Map<string, Provider>();
  const kinds = new Map<string, IdentityDefinition>();
  if (!Array.isArray(input)) {
    problems.add('CONFIG_INVALID', 'providers must be a list.');
    return { providers, kinds };
  }
  for (const [index, candidate] of (input as readonly unknown[]).entries()) {
    const provider = problems.attempt(`Provider ${index + 1}`, () => checkedProvider(candidate, index, problems));
    if (!provider) continue;
    const { id, identity } = provider.manifest;
    if (providers.has(id)) problems.add('PROVIDER_CONFLICT', `Two providers have the id '${id}'.`);
    providers.set(id, provider);
    if (identity && 'schema' in identity) {
      if (kinds.has(identity.kind)) problems.add('PROVIDER_CONFLICT', `Two providers define the kind of identity '${identity.kind}'; the second is '${id}'.`);
      kinds.set(identity.kind, identity);
    }
  }
  for (const [id, { manifest }] of providers) {
    if (manifest.identity && !kinds.has(manifest.identity.kind)) {
      problems.add('PROVIDER_NOT_FOUND', `Provider '${id}' uses identities of the kind '${manifest.identity.kind}', which no provider here defines.`);
    }
  }
  return { providers, kinds };
}

function checkedProvider(candidate: unknown, index: number, problems: ProblemList): Provider | undefined {
  if (!isRecord(candidate) || !isRecord(candidate['manifest'])) {
    problems.add('MANIFEST_INVALID', `Provider ${index + 1} is not a provider: it has no manifest. Call its factory.`);
    return undefined;
  }
  const provider = candidate as unknown as Provider;
  const name = typeof provider.manifest.id === 'string' ? `Provider '${provider.manifest.id.slice(0, 64)}'` : `Provider ${index + 1}`;
  const broken = [...shapeProblems(provider), ...manifestRules(provider.manifest)];
  const stolen = stolenAudiences(provider.manifest);
  for (const audience of stolen) {
    problems.add('PROVIDER_CONFLICT', `${name} claims the audience ${audience}, which belongs to ${reservedAudienceOwner(audience)}.`);
  }
  // A stolen audience breaks a rule of the manifest as well: told once.
  const rest = broken.filter((problem) => !stolen.some((audience) => problem.includes(audience)));
  if (rest.length > 0) problems.add('MANIFEST_INVALID', `${name} breaks the contract: ${rest.join('; ')}.`);
  if (rest.length > 0 || stolen.length > 0) return undefined;
  return withFixedManifest(provider, name, problems);
}

/** A copy, checked again: a getter or a proxy may answer otherwise the next time, and a later change is not seen. */
function withFixedManifest(provider: Provider, name: string, problems: ProblemList): Provider | undefined {
  const manifest = JSON.parse(JSON.stringify(provider.manifest)) as Manifest;
  if (manifestRules(manifest).length > 0) {
    problems.add('MANIFEST_INVALID', `${name} breaks the contract: its manifest changes between two looks.`);
    return undefined;
  }
  const { validate, diagnose, trust, registrations } = provider;
  return Object.freeze({
    specificationVersion: 'v1',
    manifest: frozen(manifest),
    open: provider.open.bind(provider),
    ...(validate && { validate: validate.bind(provider) }),
    ...(diagnose && { diagnose: diagnose.bind(provider) }),
    ...(trust && { trust: trust.bind(provider) }),
    ...(registrations && { registrations }),
  });
}

function frozen<T extends object>(value: T): T {
  for (const member of Object.values(value) as readonly unknown[]) if (typeof member === 'object' && member !== null) frozen(member);
  return Object.freeze(value);
}

function shapeProblems(provider: Provider): readonly string[] {
  const optional = [['validate', provider.validate], ['diagnose', provider.diagnose], ['trust', provider.trust]] as const;
  return [
    ...(provider.specificationVersion === 'v1' ? [] : ["its specificationVersion is not 'v1'"]),
    ...(typeof provider.open === 'function' ? [] : ['it has no open()']),
    ...optional.filter(([, part]) => part !== undefined && typeof part !== 'function').map(([part]) => `its ${part} is no function`),
  ];
}

function manifestRules(manifest: Manifest): readonly string[] {
  try {
    return manifestProblems(manifest);
  } catch {
    return ['its manifest is not of the shape of a manifest'];
  }
}

function stolenAudiences({ identity }: Manifest): readonly string[] {
  if (!isRecord(identity)) return [];
  const { audience, kind } = identity as { readonly audience?: unknown; readonly kind?: unknown };
  const literals: readonly unknown[] = typeof audience === 'string' ? [audience] : isRecord(audience) && isRecord(audience['audiences']) ? Object.values(audience['audiences']) : [];
  return literals.filter((literal): literal is string => {
    const owner = typeof literal === 'string' ? reservedAudienceOwner(literal) : undefined;
    return owner !== undefined && owner !== kind;
  });
}
