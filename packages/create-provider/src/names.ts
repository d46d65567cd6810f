import { reservedIds } from './reserved-ids.ts';
import { ScaffoldError } from './scaffold-error.ts';
import { shown } from './shown.ts';

/** What a package is named after, before it is checked. */
export interface NameOptions {
  /** Id of the provider, of its manifest and of its kind of identity: `[a-z][a-z0-9-]{0,39}`. */
  readonly id: string;
  /** npm scope, with its `@`. Default: none. */
  readonly scope?: string | undefined;
  /** `owner/name` at GitHub, from where the release workflow publishes. Default: the scope, or the id, and the folder's name. */
  readonly repository?: string | undefined;
}

/** Every spelling of a provider's name. Each is safe in the code, file names and addresses it goes into. */
export interface Names {
  /** `my-safe` */
  readonly id: string;
  /** `My Safe` */
  readonly title: string;
  /** `MySafe`, inside identifiers. */
  readonly pascal: string;
  /** `mySafe`, at the start of identifiers. */
  readonly camel: string;
  /** `MY_SAFE`, in environment variables. */
  readonly constant: string;
  /** `carnet-provider-my-safe` */
  readonly folder: string;
  /** The folder's name, or `@scope/` and that. */
  readonly packageName: string;
  /** `owner/name` */
  readonly repository: string;
}

const idPattern = /^[a-z][a-z0-9-]{0,39}$/;
// No dot or tilde at either end, so that no part of a package's name reads as a path.
const scopePattern = /^@[a-z0-9](?:[a-z0-9._-]{0,48}[a-z0-9])?$/;
const repositoryPattern = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9_-][A-Za-z0-9._-]{0,98}$/;

/**
 * Checks a name and spells it in every way that the package needs.
 *
 * @throws ScaffoldError `ID_INVALID`, `ID_RESERVED`, `SCOPE_INVALID` or `REPOSITORY_INVALID`
 */
export function namesOf({ id, scope, repository }: NameOptions): Names {
  if (!idPattern.test(id)) {
    throw new ScaffoldError('ID_INVALID', `${shown(id)} cannot be the id of a provider.`, 'Begin with a lower-case letter; then up to 39 lower-case letters, digits and hyphens, such as acme.');
  }
  const words = id.split('-').filter((word) => word !== '');
  // `abort-` makes the same identifiers as `abort`.
  if (reservedIds.has(words.join('-')) || id.startsWith('xn--')) throw new ScaffoldError('ID_RESERVED', `The id ${id} is taken.`, 'Name the provider after its store, such as acme.');
  if (scope !== undefined && !scopePattern.test(scope)) {
    throw new ScaffoldError('SCOPE_INVALID', `${shown(scope)} cannot be an npm scope.`, 'Begin with @; then lower-case letters, digits, dots, underscores and hyphens, such as @acme.');
  }
  const folder = `carnet-provider-${id}`;
  const home = repository ?? `${scope?.slice(1) ?? id}/${folder}`;
  if (repository !== undefined && !repositoryPattern.test(repository)) {
    throw new ScaffoldError('REPOSITORY_INVALID', `${shown(repository)} cannot be a repository at GitHub.`, 'Write owner/name, such as acme/carnet-provider-acme.');
  }
  const capitalized = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const pascal = capitalized.join('');
  return {
    id,
    title: capitalized.join(' '),
    pascal,
    camel: pascal.charAt(0).toLowerCase() + pascal.slice(1),
    constant: id.toUpperCase().replaceAll('-', '_'),
    folder,
    packageName: scope === undefined ? folder : `${scope}/${folder}`,
    repository: home,
  };
}
