/** What a role has of its process. */
export interface RoleProcess {
  readonly environment: NodeJS.ProcessEnv;
  /** Behind the role. */
  readonly args: readonly string[];
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** Settles at the first SIGTERM or SIGINT. */
  readonly stopped: Promise<undefined>;
}

/** One way to start the program. */
export interface Role {
  readonly name: string;
  readonly usage: string;
  readonly meaning: string;
  /** @returns the exit code */
  run(process: RoleProcess): Promise<number>;
}

/** Wrong use, in one sentence. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}
