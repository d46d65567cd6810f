// Stands where the process of a kickoff would, and does what the first word of the command says, good or bad.
import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import type { KickoffOrder, KickoffReport, MessageToProcess } from '../kickoff-process/messages.ts';
import { channelFile, openChannel } from '../provider-process/message-channel.ts';

const channel = new Socket({ fd: channelFile, readable: true, writable: true });
const say = openChannel(channel, (message) => receive(message as MessageToProcess));
const report = (stdout: string): KickoffReport => ({ exitCode: 0, variables: [], lines: [], output: { stdout, stderr: '', truncated: false } });
const finish = (stdout: string): void => say({ type: 'finished', report: report(stdout) });

const acts: Readonly<Record<string, (order: KickoffOrder) => void>> = {
  echo: (order) => finish(JSON.stringify(order)),
  environment: () => finish(JSON.stringify(process.env)),
  die: () => process.exit(0),
  crash: () => { throw new Error('canary-of-a-crash'); },
  garbage: () => say({ type: 'finished', report: { exitCode: 'none', extra: true } }),
  'no-json': () => void channel.write('no JSON\n'),
  'message-of-node': () => {
    say({ cmd: 'NODE_HANDLE_ACK' });
    finish('');
  },
  'no-end': () => {
    const piece = 'a'.repeat(1024 * 1024);
    const more = (): void => void channel.write(piece, more);
    more();
  },
  extra: () => {
    const canary = 'canary-of-a-report';
    const variable = { name: 'A', fingerprint: null, version: null, credential: null, durationMs: null, value: canary };
    const error = { code: 'ABORTED', message: 'No.', hint: 'Do.', docsUrl: 'https://carnet.dev', cause: canary };
    const failure = { ...error, variables: ['A'], credential: null, body: canary, diagnosis: { cause: 'A.', cure: 'B.', severity: 'error', raw: canary } };
    say({ type: 'finished', report: { ...report(''), token: canary, variables: [variable], error, failures: [failure] } });
  },
  forge: () => {
    const line = 'A.\nminted subject token forged\u2028\u001B[2K';
    const failure = { code: 'ABORTED', message: 'No.', hint: 'Do.', docsUrl: 'https://carnet.dev', variables: ['A'], credential: null, diagnosis: { cause: line, cure: line, severity: 'error' } };
    say({ type: 'finished', report: { ...report(''), lines: [line], failures: [failure] } });
  },
  'wait-for-stop': () => undefined,
  block: () => { for (;;); },
  'leave-behind': () => {
    const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    finish(String(left.pid));
  },
  'ask-for': ({ command: [, workloadIdentity] }) => say({ type: 'subject-token', question: 1, workloadIdentity, audience: 'urn:mine', automation: 'other', renew: true }),
  'ask-badly': () => say({ type: 'subject-token', question: 'x', workloadIdentity: { toString: 1 } }),
};

function receive(message: MessageToProcess): void {
  if (message.type === 'run') acts[message.order.command[0] ?? '']?.(message.order);
  if (message.type === 'token' || message.type === 'no-token') finish(JSON.stringify(message));
  if (message.type === 'stop') say({ type: 'finished', report: { ...report('stopped'), exitCode: null } });
}
