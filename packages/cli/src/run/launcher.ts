import type { Plan, Resolution } from '@carnet/core';
import {
  buildEnvironment, createSecretFiles, isMaskable, runCommand, shortestMaskedSecret, startGuardian, type Guardian, type RunResult, type SecretFiles, type SecretFileSet,
} from '@carnet/runner';
import { childValues, type ChildValues } from './child-values.ts';
import { githubMasks, reachesGithub } from './github-masks.ts';

/** Everything about a start of the command but the values. */
export interface LaunchOptions {
  readonly argv: readonly string[];
  readonly host: NodeJS.Process;
  /** Our environment as it was before any foreign code ran. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
  readonly keep: readonly string[];
  readonly mask: boolean;
  /** Started anew again and again: never with the keyboard in its hands. */
  readonly repeated: boolean;
  readonly verbose: boolean;
}

/** One start that is ready. */
export interface Launch {
  /** Runs to the end of the command, or to its polite end by the signal. */
  start(signal?: AbortSignal): Promise<RunResult>;
  /** It will not be started. */
  discard(): void;
}

/** Starts one command, once or again with other values, and clears up after it. */
export class Launcher {
  readonly #options: LaunchOptions;
  readonly #warned = new Set<string>();
  #guardian: { readonly is: Guardian | undefined } | undefined;
  #files: SecretFiles | undefined;

  constructor(options: LaunchOptions) {
    this.#options = options;
  }

  /** Throws where the command cannot have one of the names: nothing is read then. */
  checkNames({ variables }: Plan): void {
    buildEnvironment({ inherited: this.#options.inherited, variables: variables.map(({ name, allow }) => ({ name, value: '', allow })) });
  }

  /** All that can fail is done before the command is started, or one that runs is ended. */
  prepare(resolution: Resolution): Launch {
    const { argv, host, inherited, keep, mask, repeated } = this.#options;
    const { stdin, stdout, stderr } = host;
    const values = childValues(resolution);
    const guardian = this.#guard();
    const fileSet = this.#write(values, guardian);
    const discard = (): void => { fileSet?.remove(); };
    try {
      const paths = values.files.map(({ name, allow }) => ({ name, value: fileSet?.paths.get(name) ?? '', allow }));
      const environment = buildEnvironment({ inherited, keep, variables: [...values.variables, ...paths], argv });
      const start: Launch['start'] = async (signal) => {
        if (mask) this.#announce(values);
        // With a terminal on any of the three, the keyboard's signals reach the command by themselves.
        const terminal = !repeated && [stdin, stdout, stderr].some(({ isTTY }) => isTTY);
        const result = await runCommand({
          argv, environment, secrets: values.secrets.map(({ bytes }) => bytes), stdin: repeated && stdin.isTTY ? 'ignore' : 'inherit', stdout, stderr, terminal, mask, signals: host, signal, guardian,
        });
        discard();
        return result;
      };
      return { start, discard };
    } catch (error) {
      discard();
      throw error;
    }
  }

  async end(): Promise<void> {
    try {
      this.#files?.remove();
    } finally {
      await this.#guardian?.is?.end();
    }
  }

  #guard(): Guardian | undefined {
    this.#guardian ??= { is: startGuardian() };
    if (this.#guardian.is === undefined) this.#tell('there is no /bin/sh, so that the command outlives carnet where carnet is killed.');
    return this.#guardian.is;
  }

  #write({ files }: ChildValues, guardian: Guardian | undefined): SecretFileSet | undefined {
    if (files.length === 0) return undefined;
    if (this.#files === undefined) {
      this.#files = createSecretFiles({ environment: this.#options.inherited, guardian });
      this.#tell(`files of secrets are in ${this.#files.directory}, ${this.#files.inMemory ? 'in memory' : 'on a disk: there is neither a private XDG_RUNTIME_DIR nor /dev/shm'}.`);
    }
    return this.#files.write(files);
  }

  /** Before the command can print anything. */
  #announce({ secrets }: ChildValues): void {
    const { stderr } = this.#options.host;
    for (const { name } of secrets.filter(({ bytes, stored }) => stored && !isMaskable(bytes))) {
      if (!this.#warned.has(name)) stderr.write(`carnet: ${name} has fewer than ${shortestMaskedSecret} bytes and is not masked.\n`);
      this.#warned.add(name);
    }
    if (reachesGithub(this.#options.host)) stderr.write(githubMasks(secrets.filter(({ stored }) => stored)));
  }

  #tell(sentence: string): void {
    if (this.#options.verbose && !this.#warned.has(sentence)) this.#options.host.stderr.write(`carnet: ${sentence}\n`);
    this.#warned.add(sentence);
  }
}
