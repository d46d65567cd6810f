import type { ConfigOptions } from '../open-carnet.ts';

/** The flags that both commands share. */
export interface LadderOptions extends ConfigOptions {
  readonly registered?: readonly string[];
  readonly new?: boolean;
  readonly probe?: boolean;
  readonly markdown?: boolean;
}
