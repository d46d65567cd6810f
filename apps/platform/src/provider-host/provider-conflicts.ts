import type { IdentityDefinition, Manifest } from '@carnet/provider';

interface Named {
  readonly name: string;
  readonly manifest: Manifest;
}

/**
 * What the packages claim and may not have: ids and kinds of identity that belong to the composition, or to a package before.
 * A package may use another's kind; only one may define it. Audiences that belong to a cloud are the manifest's own rules.
 */
export function conflictsOf(composition: readonly Manifest[], packages: readonly Named[]): readonly string[] {
  const ids = new Map(composition.map(({ id }) => [id, part] as const));
  const kinds = new Map(composition.flatMap(({ identity }) => (defines(identity) ? [[identity.kind, part] as const] : [])));
  const problems: string[] = [];
  const claim = (owners: Map<string, string>, value: string, what: string, name: string): void => {
    const owner = owners.get(value);
    if (owner === undefined) owners.set(value, name);
    else problems.push(`${name} claims the ${what} ${value}, which belongs to ${owner}. Remove it, or tell its author. (PROVIDER_CONFLICT)`);
  };
  for (const { name, manifest: { id, identity } } of packages) {
    claim(ids, id, 'id', name);
    if (defines(identity)) claim(kinds, identity.kind, 'kind of identity', name);
  }
  for (const { name, manifest: { identity } } of packages) {
    if (identity !== undefined && !kinds.has(identity.kind)) {
      problems.push(`${name} uses identities of the kind ${identity.kind}, which no provider here defines. Add the package that defines it. (PROVIDER_NOT_FOUND)`);
    }
  }
  return problems;
}

const part = 'this platform itself';

export function defines(identity: Manifest['identity']): identity is IdentityDefinition {
  return identity !== undefined && 'schema' in identity;
}
