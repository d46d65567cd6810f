import { InvalidArgumentError, Option, type Command } from 'commander';
import { names } from '../../flag-values.ts';
import { addGroup, addPlatformCommand, platformCodes } from '../command/platform-command.ts';

const once = 'The token is shown once, alone on standard output: | carnet credentials put-secret, or > token.txt with umask 077.';

/** Adds `carnet tokens …` and `carnet workers …`. */
export function addTokenCommands(parent: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  const tokens = addGroup({ parent, host, ended }, 'tokens', 'credentials of machines: API tokens, deployment tokens, join tokens', {
    examples: ['carnet tokens ls', 'carnet tokens create pipeline --permission kickoffs:manage', 'carnet tokens create deploy --automation billing'],
  });
  addPlatformCommand(tokens, {
    name: 'ls', description: 'list them; what they open is never shown',
    help: { examples: ['carnet tokens ls'], json: '{ version: 1, tokens: [{ id, kind, name, scopes, status, expiresAt, lastUsedAt, … }] }' },
    work: async () => (await import('./tokens.ts')).listTokens,
  });
  addPlatformCommand(tokens, {
    name: 'create', description: 'make one, and show it once', arguments: [['<name>', 'what to call it']],
    flags: (command) => command
      .addOption(new Option('--kind <kind>', 'what it opens (default: deployment with --automation, else api)').choices(['api', 'deployment', 'join']))
      .option('--permission <permissions>', 'of an API token: its permissions, separated by commas; may be given again', names)
      .option('--automation <automation>', 'of a deployment token: the automation whose kickoffs it starts and reads')
      .option('--expires-in <time>', 'how long it lives: 12h, 90d', seconds),
    help: { examples: ['carnet tokens create pipeline --permission kickoffs:manage --expires-in 30d > token.txt', 'carnet tokens create deploy --automation billing'], notes: [once], json: '{ version: 1, token: { id, kind, name, token, … } }' },
    work: async () => (await import('./tokens.ts')).createToken,
  });
  addPlatformCommand(tokens, {
    name: 'revoke', description: 'end one at once', arguments: [['<token>', 'name or id of a token']], flags: (command) => command.option('-y, --yes', 'do not ask'),
    help: { examples: ['carnet tokens revoke pipeline --yes'], json: '{ version: 1, id, name, revoked: true }', exitCodes: { ...platformCodes, 130: 'you said no' } },
    work: async () => (await import('./tokens.ts')).revokeToken,
  });

  const workers = addGroup({ parent, host, ended }, 'workers', 'processes that run the kickoffs of the organization', { examples: ['carnet workers ls', 'carnet workers join-token > join.token'] });
  addPlatformCommand(workers, {
    name: 'ls', description: 'list them',
    help: { examples: ['carnet workers ls'], json: '{ version: 1, workers: [{ id, name, workerVersion, connected, running, lastSeenAt, … }] }' },
    work: async () => (await import('../workers/workers.ts')).listWorkers,
  });
  addPlatformCommand(workers, {
    name: 'join-token', description: 'make a token with which one worker joins, within an hour', arguments: [['[name]', 'what to call the token (default: worker)']],
    help: { examples: ['carnet workers join-token > join.token', 'carnet workers join-token builder --json'], notes: [once, 'Start the worker with it: CARNET_JOIN_TOKEN_FILE=join.token carnet worker.'], json: '{ version: 1, token: { id, kind, name, token, … } }' },
    work: async () => (await import('../workers/workers.ts')).createJoinToken,
  });
  addPlatformCommand(workers, {
    name: 'rm', description: 'remove one: its token opens nothing any more, and what it runs is lost', arguments: [['<worker>', 'name or id of a worker']], flags: (command) => command.option('-y, --yes', 'do not ask'),
    help: { examples: ['carnet workers rm builder --yes'], json: '{ version: 1, id, name, removed: true }', exitCodes: { ...platformCodes, 130: 'you said no' } },
    work: async () => (await import('../workers/workers.ts')).removeWorker,
  });
}

const units = { s: 1, m: 60, h: 3_600, d: 86_400 };

function seconds(text: string): number {
  const [, number, unit] = /^([1-9]\d{0,5})([smhd])$/.exec(text) ?? [];
  if (number === undefined || unit === undefined) throw new InvalidArgumentError('Write a number with s, m, h or d: 12h, 90d.');
  return Number(number) * units[unit as keyof typeof units];
}
