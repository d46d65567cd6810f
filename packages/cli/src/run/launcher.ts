import type { Plan, Resolution } from '@carnet/core';
import {
  buildEnvironment, createSecretFiles, isMaskable, runCommand, shortestMaskedSecret, startGuardian, type Guardian, type RunResult, type SecretFiles, type SecretFileSet,
} from '@carnet/runner';
import { isCarnetError } from '../thrown-value.ts';
import { childValues, type ChildValues } from './child-values.ts';
import { EarlierValues } from './earlier-values.ts';
import { githubMasks, reachesGithub } from './github-masks.ts';

/** Everything about a start of the command but the values. */
export interface LaunchOptions {
  readonly argv: readonly string[];
  readonly host: NodeJS.Process;
  /** Our environment as it was before any foreign code ran. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
  readonly keep: readonly string[];
  readonly mask: boolean;
  /** Tells a runner of GitHub what to hide. */
  readonly githubMasks: boolean;
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
  readonly #said = new Set<string>();
  readonly #values = new EarlierValues();
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
    const discard = (): void => { this.#clearUp(fileSet); };
    try {
      const paths = values.files.map(({ name, allow }) => ({ name, value: fileSet?.paths.get(name) ?? '', allow }));
      const environment = buildEnvironment({ inherited, keep, variables: [...values.variables, ...paths], argv });
      const secrets = this.#values.with(values.secrets);
      const start: Launch['start'] = async (signal) => {
        this.#announce(values);
        // With a terminal on any of the three, the keyboard's signals reach the command by themselves.
        const terminal = !repeated && [stdin, stdout, stderr].some(({ isTTY }) => isTTY);
        const result = await runCommand({
          argv, environment, secrets, stdin: repeated && stdin.isTTY ? 'ignore' : 'inherit', stdout, stderr, terminal, mask, signals: host, signal, guardian,
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
    this.#clearUp(this.#files);
    await this.#guardian?.is?.end();
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

  /** The command has had its run, and its code stands: what is left behind is told. */
  #clearUp(files: Pick<SecretFiles, 'remove'> | undefined): void {
    try {
      files?.remove();
    } catch (error) {
      if (!isCarnetError(error)) throw error;
      this.#say(`${error.message} Remove it by hand. [${error.code}]`);
    }
  }

  /** Before the command can print anything. */
  #announce({ secrets }: ChildValues): void {
    const { host, mask, githubMasks: asked } = this.#options;
    const stored = secrets.filter((secret) => secret.stored);
    for (const { name } of mask ? stored.filter(({ bytes }) => !isMaskable(bytes)) : []) this.#say(`${name} has fewer than ${shortestMaskedSecret} bytes and is not masked.`);
    if (!asked || host.env['GITHUB_ACTIONS'] !== 'true') return;
    if (reachesGithub(host)) host.stderr.write(githubMasks(stored));
    else this.#say('standard error is not the runner\'s but a file or a terminal: --github-masks told it nothing.');
  }

  #tell(sentence: string): void {
    if (this.#options.verbose) this.#say(sentence);
  }

  /** Once, however often the command is started. */
  #say(sentence: string): void {
    if (!this.#said.has(sentence)) this.#options.host.stderr.write(`carnet: ${sentence}\n`);
    this.#said.add(sentence);
  }
}
