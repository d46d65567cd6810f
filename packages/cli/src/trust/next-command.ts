import type { TrustDocument } from '@carnet/provider';
import type { TrustOptions } from './trust-options.ts';

const ways: Readonly<Partial<Record<TrustDocument['language'], string>>> = { shell: 'sh THIS-FILE | ', hcl: 'terraform output -json | ' };

/** The command for what the set-up prints. */
export function nextCommand(provider: string, args: readonly string[], { secret = [], create, write, ambient }: TrustOptions, language: TrustDocument['language'] | undefined): string {
  const choices = [
    ...args,
    ...secret.slice(0, 1).flatMap((name) => ['--secret', name]),
    ...(create === undefined ? [] : ['--create', create]),
    ...(write ? ['--write'] : []),
    ...(ambient === undefined ? [] : ['--ambient', ambient]),
  ];
  return `${(language && ways[language]) ?? ''}carnet trust ${[provider, ...choices, '--from-stdin'].map(quoted).join(' ')}`;
}

/** One word of a shell. */
function quoted(text: string): string {
  return /^[\w./:@-][\w./:=@-]*$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
