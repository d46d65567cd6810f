import type { PlatformOptions } from '../platform/connection/choose-platform.ts';

/** The flags of `carnet run`. */
export interface RunOptions extends Pick<PlatformOptions, 'profile' | 'url' | 'org' | 'token'> {
  /** On a platform, in place of a configuration. */
  readonly automation?: string;
  readonly config?: string;
  readonly only?: readonly string[];
  /** False: `--no-mask`. */
  readonly mask: 'auto' | 'always' | 'never' | false;
  readonly githubMasks?: boolean;
  /** Seconds between two looks. */
  readonly watch?: number;
  /** Seconds. */
  readonly timeout?: number;
  readonly json?: boolean;
  readonly verbose?: boolean;
}
