import type { Repository } from './repository.ts';

/** One rule of the repository. */
export interface Check {
  readonly name: string;
  /** One line for a person: what holds when it passes. */
  readonly purpose: string;
  /** What breaks the rule, a line each, starting with the file; empty when it holds. */
  run(repository: Repository): readonly string[] | Promise<readonly string[]>;
}
