import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { LogLine } from './slot-messages.ts';

export interface CommandLogOptions {
  /** Takes the next lines; nothing more is given to it until it has settled. */
  readonly send: (lines: readonly LogLine[]) => Promise<void>;
  readonly limitBytes: number;
  readonly now: () => number;
}

interface HeldLine {
  readonly line: LogLine;
  readonly size: number;
}

const longestLine = 8 * 1024;
const fullBatch = 32 * 1024;
const mostHeld = 64 * 1024;
const flushMs = 250;

/**
 * What a command prints, in lines with one numbering over all streams. What is sent and not taken yet holds the command back: no more than
 * a few batches are in memory. From the limit on, nothing is kept.
 */
export class CommandLog {
  readonly #options: CommandLogOptions;
  readonly #held: HeldLine[] = [];
  #heldBytes = 0;
  #bytes = 0;
  #sequence = 0;
  #truncated = false;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  #waiting: (() => void)[] = [];

  constructor(options: CommandLogOptions) {
    this.#options = options;
  }

  get truncated(): boolean {
    return this.#truncated;
  }

  /** For masked output alone. */
  stream(name: 'stdout' | 'stderr'): CommandOutput {
    return new CommandOutput((text) => this.line(name, text), () => this.#room());
  }

  /** One line, or a part of one that is too long. */
  line(stream: LogLine['stream'], text: string): void {
    if (this.#truncated) return;
    // A database takes no NUL in a text.
    const clean = text.replaceAll('\0', '\uFFFD').toWellFormed();
    const size = Buffer.byteLength(clean) + 1;
    this.#bytes += size;
    this.#truncated = this.#bytes > this.#options.limitBytes;
    const kept = this.#truncated ? { stream: 'carnet' as const, text: `The log ends here: it has more than ${this.#options.limitBytes} bytes.` } : { stream, text: clean };
    this.#held.push({ line: { sequence: (this.#sequence += 1), at: this.#options.now(), ...kept }, size });
    this.#heldBytes += size;
    if (this.#heldBytes >= fullBatch) void this.#flush();
    else this.#timer ??= setTimeout(() => void this.#flush(), flushMs);
  }

  /** Settles when everything is taken. */
  async end(): Promise<void> {
    while (this.#held.length > 0 || this.#sending !== undefined) await this.#flush();
    clearTimeout(this.#timer);
  }

  #flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sending ??= this.#sendHeld().finally(() => {
      this.#sending = undefined;
      if (this.#held.length > 0) this.#timer ??= setTimeout(() => void this.#flush(), flushMs);
    });
    return this.#sending;
  }

  async #sendHeld(): Promise<void> {
    do {
      const batch: LogLine[] = [];
      for (let size = 0; this.#held[0] !== undefined && (batch.length === 0 || size + this.#held[0].size <= fullBatch);) {
        const next = this.#held.shift() as HeldLine;
        size += next.size;
        this.#heldBytes -= next.size;
        batch.push(next.line);
      }
      if (batch.length > 0) await this.#options.send(batch);
      if (this.#heldBytes < mostHeld) for (const go of this.#waiting.splice(0)) go();
    } while (this.#heldBytes >= fullBatch);
  }

  async #room(): Promise<void> {
    if (this.#heldBytes >= mostHeld) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

/** Bytes into lines; the last one without an end is a line when the command has ended. */
export class CommandOutput extends Writable {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (text: string) => void;
  readonly #room: () => Promise<void>;
  #begun = '';

  constructor(onLine: (text: string) => void, room: () => Promise<void>) {
    super();
    this.#onLine = onLine;
    this.#room = room;
  }

  /** What is left of it is a line. */
  close(): void {
    this.#begun += this.#decoder.end();
    if (this.#begun !== '') this.#cut(this.#begun);
    this.#begun = '';
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    const lines = (this.#begun + this.#decoder.write(chunk)).split('\n');
    this.#begun = lines.pop() ?? '';
    for (const line of lines) this.#cut(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (this.#begun.length >= longestLine) {
      this.#cut(this.#begun);
      this.#begun = '';
    }
    void this.#room().then(done);
  }

  /** By characters of at most four bytes, and never between the two halves of one. */
  #cut(line: string): void {
    let rest = line;
    while (Buffer.byteLength(rest) > longestLine) {
      let end = Math.min(rest.length, longestLine / 4);
      if (/[\uD800-\uDBFF]/.test(rest.charAt(end - 1))) end -= 1;
      this.#onLine(rest.slice(0, end));
      rest = rest.slice(end);
    }
    this.#onLine(rest);
  }
}
