import { buildEnvironment, startGuardian, type Guardian } from '@carnet/runner';
import { spawn, type ChildProcess } from 'node:child_process';
import { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { channelFile, openChannel } from '../provider-process/message-channel.ts';
import type { LogLine, MessageFromSlot, MessageToSlot, SlotOrder, SlotProvider, SlotReport } from '../kickoff-process/slot-messages.ts';
import type { ProviderPackages } from '../provider-process/provider-packages.ts';
import type { KickoffStep, WorkerTask } from '../worker-protocol/protocol.ts';
import { readSlotMessage } from './read-slot-message.ts';
import { WorkerError } from './worker-error.ts';

/** The program of a slot, and what it starts with. */
export interface SlotProgram {
  /** A module that calls `startSlot`. */
  readonly module: URL;
  /** Of this, an allow-list goes on. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly packages: ProviderPackages;
  /** Whether stores may be called that are reached over a private link. Default: false. */
  readonly privateAddresses?: boolean | undefined;
  /** Sent along when it opens. For the development program alone. */
  readonly connection?: (() => unknown) | undefined;
}

export type TokenQuestion = Extract<MessageFromSlot, { type: 'subject-token' }>;
export type TokenAnswer = Extract<MessageToSlot, { type: 'token' | 'no-token' }>;

export interface SlotListener {
  readonly onToken: (question: TokenQuestion) => Promise<TokenAnswer>;
  /** Nothing more comes until it has settled. */
  readonly onLog: (lines: readonly LogLine[]) => Promise<void>;
  readonly onSteps: (steps: readonly KickoffStep[], phase: 'resolving' | 'running') => void;
  readonly onLine: (line: object) => void;
}

const readyMs = 60_000;

/** A process for one kickoff after another. It leads a group of its own, which a guardian ends when this process is killed. */
export class Slot {
  readonly #child: ChildProcess;
  readonly #say: (message: MessageToSlot) => void;
  readonly #ended: Promise<void>;
  readonly #ready = Promise.withResolvers<readonly SlotProvider[]>();
  readonly #channel: Duplex | undefined;
  #listener: SlotListener | undefined;
  #finish: ((report: SlotReport | undefined) => void) | undefined;
  #alive = true;
  served = 0;

  private constructor(child: ChildProcess, guardian: Guardian | undefined, program: SlotProgram) {
    this.#child = child;
    const channel: unknown = (child.stdio as readonly unknown[] | undefined)?.[channelFile];
    this.#channel = channel instanceof Duplex ? channel : undefined;
    const say = this.#channel ? openChannel(this.#channel, (message) => this.#receive(message)) : () => undefined;
    this.#say = (message) => say(message);
    this.#ended = exitOf(child).then(async () => {
      this.#alive = false;
      this.#channel?.destroy();
      this.#endGroup();
      await guardian?.end();
      this.#ready.reject(new WorkerError('The process of a slot ended before it was ready.', 'Look at the provider packages whose code ran in it.'));
      this.#finish?.(undefined);
    });
    this.#ready.promise.catch(() => undefined);
    running.add(this);
    void this.#ended.then(() => running.delete(this));
    const patience = setTimeout(() => this.#endGroup(), readyMs);
    void this.#ready.promise.then(() => clearTimeout(patience), () => clearTimeout(patience));
    this.#say({ type: 'open', packages: program.packages, privateAddresses: program.privateAddresses === true, ...(program.connection && { connection: program.connection() }) });
  }

  static async start(program: SlotProgram): Promise<Slot> {
    const guardian = startGuardian();
    await guardian?.expect('group');
    const path = fileURLToPath(program.module);
    const child = spawn(process.execPath, ['--disable-sigusr1', ...(path.endsWith('.ts') ? ['--conditions=carnet-source'] : []), path], {
      env: buildEnvironment({ inherited: program.environment, keep: ['NODE_EXTRA_CA_CERTS'], variables: [] }),
      detached: true,
      // Of its output nothing is kept: a provider could print anything.
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    if (child.pid !== undefined) guardian?.watch('group', child.pid);
    return new Slot(child, guardian, program);
  }

  /** Of which providers it is; rejects with a WorkerError. */
  get ready(): Promise<readonly SlotProvider[]> {
    return this.#ready.promise;
  }

  get alive(): boolean {
    return this.#alive;
  }

  get ended(): Promise<void> {
    return this.#ended;
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Undefined where the process ended, or said what is no message, before it had a report. */
  run(order: SlotOrder, listener: SlotListener): Promise<SlotReport | undefined> {
    return this.#work({ type: 'run', order }, listener);
  }

  async task(task: WorkerTask, listener: SlotListener): Promise<boolean> {
    return await this.#work({ type: 'task', task }, listener) !== undefined;
  }

  stop(): void {
    this.#say({ type: 'stop' });
  }

  /** Nothing of it is left when this settles; its command goes with it, by the guardian that it started. */
  async kill(): Promise<void> {
    this.#endGroup();
    await this.#ended;
  }

  async #work(message: MessageToSlot, listener: SlotListener): Promise<SlotReport | undefined> {
    if (!this.#alive) return undefined;
    this.served += 1;
    this.#listener = listener;
    try {
      return await new Promise((resolve) => {
        this.#finish = resolve;
        this.#say(message);
      });
    } finally {
      this.#listener = undefined;
      this.#finish = undefined;
    }
  }

  #receive(input: unknown): void {
    const message = readSlotMessage(input);
    switch (message?.type) {
      case undefined:
        return this.#endGroup();
      case 'ready':
        if (message.problems.length > 0) return this.#ready.reject(new WorkerError(message.problems.join(' '), 'Correct the provider packages.'));
        return this.#ready.resolve(message.providers);
      case 'subject-token':
        return void this.#listener?.onToken(message).then((answer) => this.#say(answer));
      case 'steps':
        return this.#listener?.onSteps(message.steps, message.phase);
      case 'log':
        return void this.#listener?.onLog(message.lines).then(() => this.#say({ type: 'log-taken' }));
      case 'line':
        return this.#listener?.onLine(message.line as object);
      case 'finished':
        return this.#finish?.(message.report);
      case 'task-ended':
        return this.#finish?.({ exitCode: 0, variables: [], lines: [], logTruncated: false, memory: 0 });
    }
  }

  #endGroup(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      if (process.platform === 'win32') this.#child.kill('SIGKILL');
      else process.kill(-pid, 'SIGKILL');
    } catch {
      // ESRCH: the whole group has ended.
    }
  }

  /** For the end of this process, which waits for nothing. */
  static endAll(): void {
    for (const slot of running) slot.#endGroup();
  }
}

// One that loops does not notice that the worker has ended.
const running = new Set<Slot>();
process.on('exit', () => Slot.endAll());

function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.on('error', () => {
      if (child.pid === undefined) resolve();
    });
  });
}
