import { invalidArgument, methodNotFound } from '../google-refusal.ts';
import { decodeSegment } from '../path-segment.ts';
import { secretId } from './stored-secrets.ts';

export type ResourceKind = 'secrets' | 'secret' | 'versions' | 'version';

/** What a path names. */
export interface SecretPath {
  readonly kind: ResourceKind;
  /** What stands behind the colon, or an empty text. */
  readonly verb: string;
  /** As sent: an id or a number. */
  readonly project: string;
  readonly location: string | undefined;
  readonly secret: string;
  readonly version: string;
  /** The name of the resource, or of a collection's parent, as it was sent. */
  readonly resource: string;
}

const shapes: readonly (readonly [ResourceKind, RegExp])[] = [
  ['secrets', /^(projects\/[^/]+(?:\/locations\/[^/]+)?)\/secrets$/],
  ['secret', /^(projects\/[^/]+(?:\/locations\/[^/]+)?\/secrets\/[^/]+)$/],
  ['versions', /^(projects\/[^/]+(?:\/locations\/[^/]+)?\/secrets\/[^/]+)\/versions$/],
  ['version', /^(projects\/[^/]+(?:\/locations\/[^/]+)?\/secrets\/[^/]+\/versions\/[^/]+)$/],
];

/** @throws GoogleRefusal where the path names nothing that there can be at a host of this location */
export function parseSecretPath(pathname: string, locationOfHost: string | undefined): SecretPath {
  const raw = pathname.split('/');
  const decoded = raw.map(decodeSegment);
  // A slash that was percent-encoded, or a step upwards, would make one name look like another.
  if (decoded.some((segment) => segment.includes('/') || segment === '..' || segment === '.')) throw invalidArgument('The resource name has an invalid format.');
  const [, path = '', verb = ''] = /^\/v1\/([^:]+)(?::([A-Za-z]+))?$/.exec(decoded.join('/')) ?? [];
  for (const [kind, shape] of shapes) {
    const resource = shape.exec(path)?.[1];
    if (resource === undefined) continue;
    const [, project = '', location, secret = '', version = ''] = /^projects\/([^/]+)(?:\/locations\/([^/]+))?(?:\/secrets\/([^/]+))?(?:\/versions\/([^/]+))?$/.exec(resource) ?? [];
    if (location !== locationOfHost) throw invalidArgument('The location of the resource is not the one that this endpoint serves.');
    if (secret !== '' && !secretId.test(secret)) throw invalidArgument(`The provided Secret ID [${secret}] does not match the expected format [[a-zA-Z_0-9]+].`);
    return { kind, verb, project, location, secret, version, resource };
  }
  throw methodNotFound();
}
