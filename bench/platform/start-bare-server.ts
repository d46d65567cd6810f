import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { pinnedTo } from './pinned-to.ts';
import type { BareAnswers } from './programs/bare-server.ts';

export interface BareServer extends Disposable {
  readonly url: string;
  readonly pid: number;
}

// Node writes them by itself.
const ofEveryAnswer = new Set(['connection', 'keep-alive', 'date']);

/** A bare `node:http` server that gives the same answers as the platform does to these paths. */
export async function startBareServer(original: string, paths: readonly string[], processor: number): Promise<BareServer> {
  const answers: Record<string, BareAnswers[string]> = {};
  for (const path of paths) {
    const answer = await fetch(new URL(path, original));
    const headers = Object.fromEntries([...answer.headers].filter(([name]) => !ofEveryAnswer.has(name)));
    answers[path] = { headers, body: await answer.text() };
  }
  return await startProgram('bare-server.ts', answers, processor);
}

/** One of the programs beside this file that serves until it is left alone, with its order as JSON. */
export async function startProgram(name: string, order: object, processor: number): Promise<BareServer> {
  const [file = '', ...words] = pinnedTo(processor, [process.execPath, ...process.execArgv, fileURLToPath(new URL(`./programs/${name}`, import.meta.url)), JSON.stringify(order)]);
  const child = spawn(file, words, { env: {}, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [port] = (await once(child, 'message', { signal: AbortSignal.timeout(10_000) })) as [number];
  return { url: `http://127.0.0.1:${port}`, pid: child.pid ?? 0, [Symbol.dispose]: () => child.disconnect() };
}
