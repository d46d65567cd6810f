import type { KickoffLimits } from '../kickoffs/kickoff-parts.ts';
import type { ProviderHostOptions } from '../provider-host/start-provider-host.ts';
import type { PlatformSettings } from '../settings/platform-settings.ts';
import type { Log } from '../operations/log.ts';

/** What a server is started with. */
export interface ServerOptions {
  readonly settings: ServerSettings;
  /** The program that runs the providers' code. */
  readonly program: Pick<ProviderHostOptions, 'module' | 'connection'>;
  /** Default: the standard ones. */
  readonly limits?: Partial<KickoffLimits> | undefined;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly randomBytes: (size: number) => Uint8Array;
}

/** The settings that a server cannot do without. */
export const neededByServer: readonly (keyof PlatformSettings)[] = ['encryptionKey', 'sessionSecret'];

export type ServerSettings = PlatformSettings & { readonly encryptionKey: NonNullable<PlatformSettings['encryptionKey']>; readonly sessionSecret: string };
