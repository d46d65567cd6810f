import type { Duplex } from 'node:stream';

/** The number of the channel's file in the process of a slot. */
export const slotChannelFile = 3;
// A job may carry many values; a report is a tenth of it.
const longestMessage = 32 * 1024 * 1024;
// As they were before any foreign code ran.
const { parse, stringify } = JSON;

/**
 * JSON, a message a line, for as long as the process of a slot lives: each message is bounded, and all of them together are not.
 *
 * @param onMessage gets undefined, and then nothing more, where the other side says what is no message, or too much
 * @returns what says a message to the other side
 */
export function openSlotChannel(stream: Duplex, onMessage: (message: unknown) => void): (message: object) => void {
  let begun: string[] = [];
  let length = 0;
  const take = (text: string): void => {
    const [end = '', ...lines] = text.split('\n');
    begun.push(end);
    length += end.length;
    for (const next of lines) {
      const line = begun.join('');
      begun = [next];
      length = next.length;
      onMessage(parse(line));
    }
    if (length > longestMessage) throw new RangeError('Nobody has so much to say.');
  };
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    try {
      take(text);
    } catch {
      stream.destroy();
      onMessage(undefined);
    }
  });
  // The other side may be gone already.
  stream.on('error', () => undefined);
  return (message) => void (stream.writable && stream.write(`${stringify(message)}\n`));
}
