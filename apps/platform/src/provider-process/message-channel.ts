import type { Duplex } from 'node:stream';

/** The number of the channel's file in the process that the platform starts. */
export const channelFile = 3;
// Of one message: a job may carry many values.
const mostCharacters = 32 * 1024 * 1024;
// As they were before any foreign code ran.
const { parse, stringify } = JSON;

/**
 * JSON, a message a line. Not the channel of Node's own `fork`: there a line that is no JSON, one that has no end, or a message
 * that Node means for itself throws in the process that listens, and that one has the signing key.
 *
 * @param onMessage gets undefined, and then nothing more, where the other side says what is no message, or too much
 * @returns what says a message to the other side
 */
export function openChannel(stream: Duplex, onMessage: (message: unknown) => void): (message: object) => void {
  let line: string[] = [];
  let received = 0;
  const read = (text: string): void => {
    const [end = '', ...lines] = text.split('\n');
    line.push(end);
    received += end.length;
    for (const begin of lines) {
      onMessage(parse(line.join('')));
      line = [begin];
      received = begin.length;
    }
    if (received > mostCharacters) throw new RangeError('Nobody has so much to say.');
  };
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    try {
      read(text);
    } catch {
      stream.destroy();
      onMessage(undefined);
    }
  });
  // The other side may be gone already.
  stream.on('error', () => undefined);
  return (message) => void (stream.writable && stream.write(`${stringify(message)}\n`));
}
