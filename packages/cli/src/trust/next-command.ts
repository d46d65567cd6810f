import type { TrustDocument } from '@carnet/provider';
import { shellWord } from '../shell-word.ts';
import type { TrustOptions } from './trust-options.ts';

const ways: Readonly<Partial<Record<TrustDocument['language'], string>>> = { shell: 'sh THIS-FILE | ', hcl: 'terraform output -json | ' };

/** The flags that say whose token it is. */
const ofToken = ['issuer', 'subject', 'organization', 'automation', 'namespace', 'serviceAccount', 'cluster', 'repository', 'projectPath', 'gitlabUrl', 'branch', 'tag', 'environment', 'pullRequest'] as const;

export interface NextCommand {
  readonly provider: string;
  /** The flags that only the provider knows. */
  readonly args: readonly string[];
  readonly options: TrustOptions;
  readonly language: TrustDocument['language'] | undefined;
  /** Whether it has to say again whose token it is. */
  readonly isOfToken: boolean;
}

/** The command for what the set-up prints. */
export function nextCommand({ provider, args, options, language, isOfToken }: NextCommand): string {
  const { provider: packages = [], config, secret = [], create, write, ambient } = options;
  const choices = [
    ...packages.flatMap((name) => ['--provider', name]),
    ...(config === undefined ? [] : ['--config', config]),
    ...args,
    ...(isOfToken ? ofToken.flatMap((name) => flagOf(name, options[name])) : []),
    ...secret.slice(0, 1).flatMap((name) => ['--secret', name]),
    ...(create === undefined ? [] : ['--create', create]),
    ...(write ? ['--write'] : []),
    ...(ambient === undefined ? [] : ['--ambient', ambient]),
  ];
  return `${(language && ways[language]) ?? ''}carnet trust ${[provider, ...choices, '--from-stdin'].map(shellWord).join(' ')}`;
}

function flagOf(name: string, value: string | boolean | undefined): readonly string[] {
  const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return typeof value === 'string' ? [flag, value] : value === true ? [flag] : [];
}
