import { randomBytes } from 'node:crypto';
import { createApplication } from './http/application.ts';
import { createTokenCheck } from './http/bearer-token.ts';
import { closeServer, listen, portOf } from './http/listen.ts';
import { ownAddresses, type OwnAddresses } from './http/own-addresses.ts';
import type { PlatformIssuer } from './kickoffs/hand-over-token.ts';
import type { KickoffProgram } from './kickoffs/kickoff-process.ts';
import { createKickoffs } from './kickoffs/kickoffs.ts';
import type { Organization } from './organization/organization.ts';

export interface PlatformOptions {
  /** Keeps the signing key: nothing in this process runs a provider's code. */
  readonly issuer: PlatformIssuer;
  /** Asked once for each kickoff, which keeps what it got. */
  readonly organization: () => Organization;
  readonly program: KickoffProgram;
  /** At least 32 bytes; fingerprints can be compared for as long as it stays the same. */
  readonly organizationKey: Uint8Array;
  /** 0 takes any free port. */
  readonly port: number;
  readonly log: (line: string) => void;
  /** The most kickoffs at once. Default 8. */
  readonly kickoffLimit?: number | undefined;
  /** Milliseconds that a stopped kickoff has to end by itself. Default 5000. */
  readonly graceMs?: number | undefined;
  /** Epoch milliseconds. Default: the system's clock. */
  readonly now?: (() => number) | undefined;
  readonly randomBytes?: ((size: number) => Uint8Array) | undefined;
  /** Further acts by path, behind the token. Default: none. */
  readonly actions?: Readonly<Record<string, () => Promise<object>>> | undefined;
}

export interface Platform {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** The bearer token of this start. It is for the person who started the server, and for no log. */
  readonly token: string;
  /** Takes no more kickoffs, waits up to `drainMs` (default 0) for those that run, stops the rest and frees the port. */
  close(options?: { readonly drainMs?: number | undefined }): Promise<void>;
}

/** Starts the issuer's documents and the API on the loopback address. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { issuer, organization, program, organizationKey, log, kickoffLimit = 8, graceMs = 5_000, now = Date.now, actions = {} } = options;
  if (organizationKey.byteLength < 32) throw new TypeError('The organization key must have at least 32 bytes.');
  const token = Buffer.from((options.randomBytes ?? randomBytes)(32)).toString('base64url');
  const kickoffs = createKickoffs({ issuer, program, organizationKey, limit: kickoffLimit, graceMs, log, now });
  let addresses: OwnAddresses | undefined;
  const application = createApplication({
    issuer, organization, kickoffs, actions,
    isToken: createTokenCheck(token),
    addresses: () => (addresses ??= ownAddresses(portOf(server), issuer.issuer)),
  });
  const server = await listen((request) => application.fetch(request), options.port);
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    token,
    async close({ drainMs = 0 } = {}) {
      const stopped = kickoffs.stop(drainMs);
      const closed = stopped.then(() => closeServer(server));
      await closed;
    },
  };
}
