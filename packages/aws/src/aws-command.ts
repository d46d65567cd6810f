import { shellQuote } from '@carnet/provider-parts';
import type { Region } from './partitions.ts';

/** An option with its value as one word of a shell; a value that begins with a hyphen would be taken for an option of its own. */
export function option(name: string, value: string): string {
  return `--${name}${value.startsWith('-') ? '=' : ' '}${shellQuote(value)}`;
}

/** IAM has no regions, and one endpoint in each partition: outside of the usual one, a region says which. */
export function iamCommand(words: string, region: Region | undefined): string {
  return `aws iam ${words}${region === undefined || region.partition.id === 'aws' ? '' : ` --region ${region.name}`}`;
}
