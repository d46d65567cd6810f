import type { CommandWorld } from './command-world.ts';

/** Words of a command line, behind the command itself. */
export interface Line {
  readonly args: readonly string[];
  readonly stdin?: string;
  /** Beside that of the world. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** The test that holds what it does, where it asks no platform by itself. */
export interface ElsewhereRow {
  readonly elsewhere: string;
}

export interface CommandRow {
  /** Makes what it needs, and is done. */
  readonly works: (world: CommandWorld) => Line | Promise<Line>;
  /** Other ways that are done, too. */
  readonly alsoWorks?: readonly ((world: CommandWorld) => Line | Promise<Line>)[];
  /** Where `--json` prints lines. */
  readonly prints?: 'lines';
  /** What is refused, and as what. */
  readonly refused: readonly (Line & { readonly exitCode: number; readonly code: string })[];
  /** What is not enough, and the flag that it is told of. */
  readonly lacks?: readonly (Line & { readonly flag: string })[];
}

export const absent = { args: ['absent'], exitCode: 3, code: 'RESOURCE_NOT_FOUND' } as const;

export const otherOrganization = { args: ['--org', 'absent'], exitCode: 3, code: 'RESOURCE_NOT_FOUND' } as const;

/** Nobody listens there. */
export const otherPlatform = { args: ['--url', 'http://127.0.0.1:1'], exitCode: 7, code: 'PLATFORM_UNREACHABLE' } as const;
