import { oneLine } from '../one-line.ts';
import { classOf, isCarnetError } from '../thrown-value.ts';
import type { Change, Watch } from './watch-secrets.ts';

type Reports = Pick<Watch, 'onChange' | 'onFailure'>;

/** What a watch says on standard error: versions and fingerprints, never a value. With `json` one object a line. */
export function reportWatch(stream: NodeJS.WriteStream, json: boolean): Reports {
  let told = '';
  const tell = (event: object, sentence: string): void => void stream.write(json ? `${JSON.stringify({ version: 1, ...event })}\n` : `carnet: ${sentence}\n`);
  return {
    onChange: (changes) => {
      told = '';
      tell({ event: 'restart', changes }, `${changes.map(sentenceOf).join('; ')}. The command is started anew.`);
    },
    onFailure: (thrown) => {
      const [code, message] = isCarnetError(thrown) ? [thrown.code, oneLine(thrown.message)] : ['PROVIDER_FAULT', `Something that the configuration brought in failed (${classOf(thrown)}).`];
      // A store that is away for an hour is one event, not one for each look.
      if (told !== code + message) tell({ event: 'watch-failed', code, message }, `the secrets could not be read again; the command runs on with those it has. ${message} [${code}]`);
      told = code + message;
    },
  };
}

function sentenceOf({ name, before, after }: Change): string {
  const rows = (['version', 'fingerprint'] as const).filter((what) => before[what] !== after[what])
    .map((what) => `${what} ${oneLine(after[what] ?? 'none')} (was ${oneLine(before[what] ?? 'none')})`);
  return `${name} has ${rows.join(', ')}`;
}
