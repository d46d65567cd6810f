import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { carnet, runNode, startCarnet } from '../testing/carnet-process.ts';
import { memoryConfig, projectWith } from '../testing/workspace.ts';

const apiKey = 'sk-4f9d21c07b6e8835';
const pem = ['-----BEGIN CERTIFICATE-----', 'MIIBszCCAVmgAwIBAgIUQ2FybmV0', 'dGVzdC1jZXJ0aWZpY2F0ZS1ib2R5', '-----END CERTIFICATE-----', ''].join('\n');
const secrets = { 'api-key': apiKey, database: JSON.stringify({ user: 'billing', password: 'p4ss-9e1f' }), certificate: pem };
const variables = {
  API_KEY: { credential: 'store', secret: 'api-key' },
  DATABASE_USER: { credential: 'store', secret: 'database#user' },
  CERTIFICATE: { credential: 'store', secret: 'certificate' },
  ABSENT: { credential: 'store', secret: 'absent', optional: true },
};

function project(more?: string): { cwd: string } {
  return { cwd: projectWith({ 'carnet.config.ts': memoryConfig(secrets, variables, more) }) };
}

describe('what the command gets', () => {
  it('the values, and of our environment the usual names and those of keep', async () => {
    const script = 'const { API_KEY, DATABASE_USER, ABSENT, HARMLESS, OTHER } = process.env; console.log(API_KEY.length, DATABASE_USER.length, ABSENT, HARMLESS, OTHER)';
    const environment = { HARMLESS: 'kept', OTHER: 'left' };
    const { code, stdout } = await runNode(script, { ...project("keep: ['HARMLESS'],"), environment });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${apiKey.length} 7 undefined kept undefined\n` });
  });

  it('base64 where the variable asks for it, and an allowed name where it is allowed', async () => {
    const asked = { KEY: { credential: 'store', secret: 'key', encoding: 'base64' }, HTTPS_PROXY: { value: 'http://proxy.example', allow: true } };
    const cwd = projectWith({ 'carnet.config.ts': memoryConfig({ key: 'value-of-the-key' }, asked) });
    const script = "console.log(process.env.KEY, process.env.HTTPS_PROXY, Buffer.from(process.env.KEY, 'base64').toString())";
    expect(await runNode(script, { cwd }, '--mask', 'never')).toMatchObject({ code: 0, stdout: 'dmFsdWUtb2YtdGhlLWtleQ== http://proxy.example value-of-the-key\n' });
    expect(await runNode(script, { cwd })).toMatchObject({ code: 0, stdout: '*** *** ***\n' });
  });

  it('the environment as it was before the configuration ran', async () => {
    const config = `process.env.PATH = '/elsewhere';\nprocess.env.HARMLESS = 'changed';\n${memoryConfig(secrets, variables, "keep: ['HARMLESS'],")}`;
    const cwd = projectWith({ 'carnet.config.ts': config });
    const ended = await runNode('console.log(process.env.HARMLESS, process.env.PATH)', { cwd, environment: { HARMLESS: 'kept' } });
    expect(ended).toMatchObject({ code: 0, stdout: `kept ${process.env['PATH']}\n` });
  });

  it('only those of --only', async () => {
    const script = "console.log(Object.keys(process.env).filter((name) => ['API_KEY', 'DATABASE_USER', 'CERTIFICATE'].includes(name)).join())";
    expect(await runNode(script, project(), '--only', 'DATABASE_USER, API_KEY')).toMatchObject({ code: 0, stdout: 'API_KEY,DATABASE_USER\n' });
  });

  it('--only with a name that does not exist is VARIABLE_NOT_FOUND', async () => {
    const { code, stderr } = await runNode('', project(), '--only', 'API_KYE');
    expect(code).toBe(125);
    expect(stderr).toContain('[VARIABLE_NOT_FOUND]');
  });

  it('arguments as they are, flags of ours among them, and standard input', async () => {
    const run = ['run', '--', process.execPath, '-e', 'process.stdin.pipe(process.stdout); console.log(JSON.stringify(process.argv.slice(1)))', '--', '--json', '$HOME', 'a b', ''];
    const { cwd } = project();
    const { process: child, ended } = startCarnet(run, { cwd });
    child.stdin.end('from standard input\n');
    expect(await ended).toMatchObject({ code: 0, stdout: '["--json","$HOME","a b",""]\nfrom standard input\n', stderr: '' });
  });
});

describe('C6 output is masked', () => {
  it.each([
    ['as it is', 'console.log(process.env.API_KEY)'],
    ['on standard error', 'console.error(process.env.API_KEY)'],
    ['as base64', "console.log(Buffer.from(process.env.API_KEY).toString('base64'))"],
    ['inside of something encoded as base64', "console.log(Buffer.from('user:' + process.env.API_KEY + '!').toString('base64'))"],
    ['split in two writes', 'const key = process.env.API_KEY; process.stdout.write(key.slice(0, 9)); setTimeout(() => process.stdout.write(key.slice(9) + "\\n"), 50)'],
    ['byte by byte', 'for (const character of process.env.API_KEY) process.stdout.write(character)'],
    ['inside of a PEM', "console.log('chain:\\n' + process.env.CERTIFICATE)"],
    ['one line of a PEM', "console.log(process.env.CERTIFICATE.split('\\n')[1])"],
  ])('%s', async (_, script) => {
    const { code, stdout, stderr } = await runNode(script, project());
    expect(code).toBe(0);
    expect(stdout + stderr).toContain('***');
    for (const secret of [apiKey, Buffer.from(apiKey).toString('base64').slice(0, 12), 'MIIBszCCAVmg', 'dGVzdC1jZXJ0']) expect(stdout + stderr).not.toContain(secret);
  });

  it('unless --mask never says so', async () => {
    expect(await runNode('console.log(process.env.API_KEY)', project(), '--mask', 'never')).toMatchObject({ code: 0, stdout: `${apiKey}\n` });
  });

  it('warns of a stored value that is too short to be hidden, not of one that stands in the configuration', async () => {
    const cwd = projectWith({ 'carnet.config.ts': memoryConfig({ pin: '123' }, { PIN: { credential: 'store', secret: 'pin' }, MODE: { value: 'on' } }) });
    const { stderr } = await runNode('', { cwd });
    expect(stderr).toContain('PIN has fewer than');
    expect(stderr).not.toContain('MODE');
  });
});

describe('exit codes', () => {
  it.each([1, 2, 125, 255])('the code %i of the command is ours', async (code) => {
    expect(await runNode(`process.exit(${code})`, project())).toMatchObject({ code, stderr: '' });
  });

  it('128+N when signal N ended the command', async () => {
    expect(await runNode("process.kill(process.pid, 'SIGKILL')", project())).toMatchObject({ code: 137 });
  });

  it('127 for a command that is not there, with its error code', async () => {
    const { code, stderr } = await carnet(['run', '--', 'no-such-command-4711'], project());
    expect(code).toBe(127);
    expect(stderr).toContain('[COMMAND_NOT_FOUND]');
  });

  it('126 for a file that is not executable', async () => {
    const { cwd } = project();
    const file = join(cwd, 'package.json');
    chmodSync(file, 0o644);
    const { code, stderr } = await carnet(['run', '--json', '--', file], { cwd });
    expect(code).toBe(126);
    expect(JSON.parse(stderr)).toMatchObject({ code: 'COMMAND_NOT_EXECUTABLE', exitCode: 126 });
  });

  it('125 for a variable that no command may get', async () => {
    const cwd = projectWith({ 'carnet.config.ts': memoryConfig({ options: '--require ./x.js' }, { NODE_OPTIONS: { credential: 'store', secret: 'options' } }) });
    const { code, stderr } = await runNode('', { cwd });
    expect(code).toBe(125);
    expect(stderr).toContain('[VARIABLE_NAME_REFUSED]');
  });

  it('C6 a name that it cannot have is told before anything is read', async () => {
    const asked = { LD_PRELOAD: { credential: 'store', secret: 'absent' } };
    const { code, stderr } = await runNode('', { cwd: projectWith({ 'carnet.config.ts': memoryConfig({}, asked) }) });
    expect(code).toBe(125);
    expect(stderr).toContain('[VARIABLE_NAME_REFUSED]');
    expect(stderr).not.toContain('SECRET_NOT_FOUND');
  });
});

describe('every failure at once', () => {
  const broken = memoryConfig({ one: 'value-one-1', json: '{}' }, {
    FIRST: { credential: 'store', secret: 'absent' }, SECOND: { credential: 'store', secret: 'json#key' }, THIRD: { credential: 'store', secret: 'one' },
  });

  it('a line for a person with code, cause and cure, and nothing is started', async () => {
    const { code, stdout, stderr } = await runNode('console.log("started")', { cwd: projectWith({ 'carnet.config.ts': broken }) });
    expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
    for (const part of ['carnet: FIRST: ', '[SECRET_NOT_FOUND]', 'carnet: SECOND: ', '[JSON_KEY_NOT_FOUND]', 'cause', 'cure', 'https://carnet.dev/errors/', '2 failures; nothing was started']) {
      expect(stderr).toContain(part);
    }
    expect(stderr).not.toContain('\u001B');
    expect(stderr).not.toContain('THIRD');
  });

  it('one JSON object with --json', async () => {
    const { stderr } = await runNode('', { cwd: projectWith({ 'carnet.config.ts': broken }) }, '--json');
    expect(JSON.parse(stderr)).toMatchObject({
      version: 1,
      code: 'RESOLUTION_FAILED',
      exitCode: 125,
      failures: [
        { variables: ['FIRST'], credential: 'store', reference: 'absent', error: { code: 'SECRET_NOT_FOUND' }, diagnosis: { severity: 'error' } },
        { variables: ['SECOND'], reference: 'json#key', error: { code: 'JSON_KEY_NOT_FOUND' } },
      ],
    });
  });
});
