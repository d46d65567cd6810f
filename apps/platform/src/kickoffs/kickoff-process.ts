import { spawn, type ChildProcess } from 'node:child_process';
import { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { MessageToProcess } from '../kickoff-process/messages.ts';
import { channelFile, openChannel } from '../provider-process/message-channel.ts';
import type { ProviderPackages } from '../provider-process/provider-packages.ts';
import { processEnvironment } from './process-environment.ts';

/** The program that runs provider code and commands, and what it starts with. */
export interface KickoffProgram {
  /** A module that calls `startKickoffProcess`. */
  readonly module: URL;
  /** Of this, an allow-list goes on. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Provider packages besides those of the composition. Default: none. */
  readonly packages?: ProviderPackages | undefined;
  /** Sent along with each kickoff. For the development program alone, which finds the local clouds by it. */
  readonly connection?: (() => unknown) | undefined;
}

export interface Conversation<T> {
  readonly program: KickoffProgram;
  readonly opening: MessageToProcess;
  /**
   * Gets what the process says; what it returns, other than undefined, ends the conversation. So does an error, and what is no
   * message at all: that is given as undefined.
   */
  readonly onMessage: (message: unknown, reply: (answer: MessageToProcess) => void) => T | undefined;
  /** Asks the process to stop what it does, and to say so. */
  readonly signal: AbortSignal;
  /** Milliseconds between that and the end of the process. Default 5000. */
  readonly graceMs?: number | undefined;
}

/**
 * Starts the program, says the opening and listens. Gives back undefined where the process ended first. When it settles,
 * neither the process nor anything that it started in its group is left.
 */
export async function converse<T>({ program, opening, onMessage, signal, graceMs = 5_000 }: Conversation<T>): Promise<T | undefined> {
  const child = spawn(process.execPath, ['--conditions=carnet-source', fileURLToPath(program.module)], {
    env: processEnvironment(program.environment),
    // A group of its own, so that it can be ended whole. Of its output nothing is kept: a provider could print anything.
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  running.add(child);
  const exited = exitOf(child);
  // A process that could not be started may have no files.
  const channel: unknown = (child.stdio as readonly unknown[] | undefined)?.[channelFile];
  let reply: (answer: MessageToProcess) => void = () => undefined;
  const result = new Promise<T | undefined>((resolve) => {
    if (channel instanceof Duplex) {
      reply = openChannel(channel, (message) => {
        const answer = heard(() => onMessage(message, reply));
        if (message === undefined || answer.failed || answer.value !== undefined) resolve(answer.value);
      });
    }
    void exited.then(() => resolve(undefined));
  });

  let patience: NodeJS.Timeout | undefined;
  const stop = (): void => {
    reply({ type: 'stop' });
    patience = setTimeout(() => endGroup(child), graceMs);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    reply(opening);
    if (signal.aborted) stop();
    return await result;
  } finally {
    signal.removeEventListener('abort', stop);
    clearTimeout(patience);
    endGroup(child);
    await exited;
    running.delete(child);
    // Whoever left the group may still hold the other end.
    if (channel instanceof Duplex) channel.destroy();
  }
}

// A process that loops does not notice that the platform has ended.
const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach(endGroup));

/** A message that cannot be understood ends the conversation, not the server. */
function heard<T>(read: () => T | undefined): { readonly failed: boolean; readonly value: T | undefined } {
  try {
    return { failed: false, value: read() };
  } catch {
    return { failed: true, value: undefined };
  }
}

function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.on('error', () => {
      if (child.pid === undefined) resolve();
    });
  });
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // ESRCH: the whole group has ended.
  }
}
