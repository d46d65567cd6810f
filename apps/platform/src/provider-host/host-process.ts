import type { ChildProcess } from 'node:child_process';
import { Duplex } from 'node:stream';
import { channelFile, openChannel } from '../provider-process/message-channel.ts';
import { endGroup, startProgram, type HostProgram } from './host-program.ts';
import { fromProcessSchema, type MessageToHost, type Order, type Question, type Surroundings } from './messages.ts';
import { residentBytes } from './resident-bytes.ts';

export interface CallListener {
  item(item: unknown): void;
  question(question: Question): void;
  /** The last that is heard of the call. */
  settle(outcome: CallOutcome): void;
}

export type CallOutcome = { readonly type: 'end' } | { readonly type: 'failure'; readonly failure: unknown } | { readonly type: 'lost'; readonly reason: LostReason };

/** Why nothing more is heard: the process ended by itself, looped, grew, said what is no answer, or did not stop when it was asked to. */
export type LostReason = 'ended' | 'silent' | 'memory' | 'shape' | 'stuck';

export interface StartedCall {
  say(answer: Extract<MessageToHost, { type: 'token' | 'no-token' }>): void;
  /** Asks it to stop. A call that does not within the grace costs its process. */
  abort(): void;
}

/** One process that runs provider code. */
export interface HostProcess {
  readonly isUsable: boolean;
  /** Calls that were begun and have not settled. */
  readonly calls: number;
  start(call: number, order: Order, surroundings: Surroundings, listener: CallListener): StartedCall;
  /** Ends it with its group; what runs in it is lost. */
  end(): Promise<void>;
}

export interface HostProcessOptions {
  readonly program: HostProgram;
  /** Pings go out every interval; so many without an answer end the process. */
  readonly pingMs: number;
  readonly mostSilentPings: number;
  readonly abortGraceMs: number;
  readonly mostResidentBytes: number;
  /** Called once, with whether the process was ended because nothing was left to do. */
  readonly onEnd: (wasAsked: boolean) => void;
  readonly log: (line: string) => void;
}

interface Running {
  readonly listener: CallListener;
  grace?: NodeJS.Timeout | undefined;
}

// A process that loops does not notice that the server has ended.
const living = new Set<ChildProcess>();
process.on('exit', () => living.forEach(endGroup));

export function startHostProcess(options: HostProcessOptions): HostProcess {
  const { program, pingMs, mostSilentPings, abortGraceMs, mostResidentBytes, onEnd, log } = options;
  const child = startProgram(program);
  living.add(child);
  const running = new Map<number, Running>();
  let isUsable = true;
  let wasAsked = false;
  let reason: LostReason = 'ended';
  // A process that is starting reads nothing yet.
  let silent = -Math.ceil(bootMs / pingMs);
  let pings = 0;

  const channel: unknown = (child.stdio as readonly unknown[] | undefined)?.[channelFile];
  const say: (message: MessageToHost) => void = channel instanceof Duplex ? openChannel(channel, receive) : () => undefined;
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.on('error', () => {
      if (child.pid === undefined) resolve();
    });
  }).then(close);

  const watch = setInterval(() => {
    silent += 1;
    if (silent > mostSilentPings) return kill('silent');
    pings += 1;
    say({ type: 'ping', ping: pings });
    void residentBytes(child.pid).then((bytes) => {
      if (bytes > mostResidentBytes) kill('memory');
    });
  }, pingMs);
  watch.unref();

  function kill(why: Exclude<LostReason, 'ended' | 'stuck'>): void {
    if (isUsable) log(`ended the process of providers ${child.pid ?? ''}: ${sentences[why]}`);
    if (reason === 'ended') reason = why;
    isUsable = false;
    endGroup(child);
  }

  function close(): void {
    clearInterval(watch);
    isUsable = false;
    // Whoever left the group may still hold the other end.
    endGroup(child);
    living.delete(child);
    if (channel instanceof Duplex) channel.destroy();
    for (const call of [...running.keys()]) settle(call, { type: 'lost', reason });
    onEnd(wasAsked);
  }

  function settle(call: number, outcome: CallOutcome): void {
    const found = running.get(call);
    if (found === undefined) return;
    running.delete(call);
    clearTimeout(found.grace);
    found.listener.settle(outcome);
    if (!isUsable && running.size === 0) endGroup(child);
  }

  function receive(input: unknown): void {
    const read = fromProcessSchema.safeParse(input);
    if (!read.success) return kill('shape');
    const message = read.data;
    if (message.type === 'pong') {
      // The first one says that it has started.
      if (message.ping === pings || silent < 0) silent = 0;
      return;
    }
    silent = Math.min(silent, 0);
    const listener = running.get(message.call)?.listener;
    if (listener === undefined) return;
    try {
      if (message.type === 'item') listener.item(message.item);
      else if (message.type === 'question') listener.question(message);
      else settle(message.call, message);
    } catch {
      settle(message.call, { type: 'lost', reason: 'shape' });
      kill('shape');
    }
  }

  return {
    get isUsable() {
      return isUsable;
    },
    get calls() {
      return running.size;
    },
    start(call, order, surroundings, listener) {
      running.set(call, { listener });
      say({ type: 'call', call, order, surroundings });
      return {
        say,
        abort() {
          const found = running.get(call);
          if (found === undefined || found.grace !== undefined) return;
          say({ type: 'abort', call });
          found.grace = setTimeout(() => {
            isUsable = false;
            settle(call, { type: 'lost', reason: 'stuck' });
          }, abortGraceMs);
        },
      };
    },
    async end() {
      wasAsked = true;
      isUsable = false;
      endGroup(child);
      await exited;
    },
  };
}

const bootMs = 20_000;
const sentences = { silent: 'it did not answer', memory: 'it took too much memory', shape: 'what it said was no answer' } as const;
