import { createTransport } from '@carnet/core/transport';
import type { Transport } from '@carnet/provider';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent } from 'node:https';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface Moto extends AsyncDisposable {
  /** Where it listens, for a client that is not ours. */
  readonly url: string;
  /** Brings the hosts of STS and Secrets Manager to moto, under their names, and refuses every other. */
  readonly transport: Transport;
  /** Calls IAM as the owner of the account 123456789012 and gives back the answer's XML. */
  iam(action: string, parameters: Readonly<Record<string, string>>): Promise<string>;
  /** From here on signatures, access keys and policies are judged; before, nothing is. */
  demandAuthorization(): Promise<void>;
}

// Another Python than the system's, for example of a virtual environment that has moto.
const python = process.env['WITNESS_PYTHON'] ?? 'python3';

/** moto's server as a process of its own, on loopback and a free port. */
export async function startMoto(): Promise<Moto> {
  const { PATH, HOME } = process.env;
  const server = spawn(python, ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], { env: { PATH, HOME }, stdio: ['ignore', 'ignore', 'pipe'] });
  const port = await portOf(server);
  // Its log of requests is read and dropped, so that a full pipe never stops it.
  server.stderr.resume();
  const agent = new MotoAgent(port);
  const post = async (path: string, headers: Record<string, string>, body: string): Promise<string> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body });
    if (answer.status !== 200) throw new Error(`moto answered ${path} with ${answer.status}.`);
    return await answer.text();
  };
  return {
    url: `http://127.0.0.1:${port}`,
    transport: createTransport({ agent: () => agent }),
    // moto tells its services apart by the scope of a signature, and checks none at first.
    iam: (action, parameters) =>
      post('/', { 'content-type': 'application/x-www-form-urlencoded', authorization: 'AWS4-HMAC-SHA256 Credential=owner/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=none' }, new URLSearchParams({ Action: action, Version: '2010-05-08', ...parameters }).toString()),
    demandAuthorization: async () => {
      await post('/moto-api/reset-auth', { 'content-type': 'text/plain' }, '0');
    },
    async [Symbol.asyncDispose]() {
      agent.destroy();
      server.kill();
      if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    },
  };
}

async function portOf(server: ChildProcess & { readonly stderr: NodeJS.ReadableStream }): Promise<number> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: server.stderr })) {
    const port = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port !== undefined) return Number(port);
    lines.push(line);
  }
  throw new Error(`moto did not start:\n${lines.join('\n')}`);
}

const hosts = /^(?:sts|secretsmanager)\.[a-z]+-[a-z]+-\d\.amazonaws\.com$/;

/** Speaks plain HTTP where the client expects TLS: moto judges what is sent, and TLS is judged by the local clouds. */
class MotoAgent extends Agent {
  readonly #port: number;

  constructor(port: number) {
    super({ keepAlive: true });
    this.#port = port;
  }

  override createConnection(options: { readonly host?: string }): Socket {
    if (!hosts.test(options.host ?? '')) throw new Error(`${options.host} is no host that moto stands in for.`);
    return connect(this.#port, '127.0.0.1');
  }
}
