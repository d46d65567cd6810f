import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface WorkerProcess {
  readonly pid: number;
  stop(): Promise<void>;
}

/**
 * A worker as a process of its own, as anywhere else; the local clouds are all that it is told besides.
 *
 * @param environment besides that of this process
 */
export function startWorkerProcess(orders: { readonly url: string; readonly joinToken: string; readonly stateDirectory: string; readonly packages?: readonly string[] | undefined; readonly connection: unknown }, log: (text: string) => void, environment: Readonly<Record<string, string>> = {}): WorkerProcess {
  const child = spawn(process.execPath, ['--conditions=carnet-source', '--disable-sigusr1', fileURLToPath(new URL('./worker.ts', import.meta.url))], { stdio: ['pipe', 'ignore', 'pipe'], env: { ...process.env, ...environment } });
  const exited = once(child, 'exit');
  child.stderr.setEncoding('utf8').on('data', log);
  child.stdin.on('error', () => undefined);
  child.stdin.write(`${JSON.stringify(orders)}\n`);
  return {
    pid: child.pid ?? 0,
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}
