import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { carnet, firstOutput, runNode, startCarnet } from '../testing/carnet-process.ts';
import { fileStoreProject, type FileStoreProject } from '../testing/file-store.ts';

const canary = 'canary-61b0aa93e4c7';
const binary = Buffer.from([0, 255, 10, 1, 128, 64]);

function project(): FileStoreProject {
  const store = fileStoreProject({
    API_KEY: { credential: 'store', secret: 'api-key' },
    KEYSTORE: { credential: 'store', secret: 'keystore', as: 'file' },
    PASSWORD_FILE: { credential: 'store', secret: 'login#password', as: 'file' },
  });
  store.set('api-key', '1', canary);
  store.set('keystore', '1', binary);
  store.set('login', '1', JSON.stringify({ password: `${canary}-password` }));
  return store;
}

function allFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((each) => {
    const path = join(folder, each.name);
    // Links lead to this repository, whose tests spell the value out.
    return each.isDirectory() ? allFiles(path) : each.isFile() ? [path] : [];
  });
}

describe('C6 a value', () => {
  it.runIf(process.platform === 'linux')('is in the environment of the command, and neither in an argument, nor in our environment, nor on the disk', async () => {
    const { cwd } = project();
    const started = startCarnet(['run', '--only', 'API_KEY', '--', '/bin/sh', '-c', 'echo ready; read line'], { cwd, environment: { TMPDIR: cwd } });
    await firstOutput(started);
    // We, the guardian and the command.
    const own = started.process.pid ?? 0;
    const pids = readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && [Number(pid), parentOf(pid)].includes(own));
    expect(pids.length).toBe(3);
    const shown = (name: string): readonly string[] => pids.filter((pid) => readFileSync(`/proc/${pid}/${name}`, 'latin1').includes(canary));
    expect(shown('cmdline')).toEqual([]);
    expect(shown('environ').map((pid) => parentOf(pid))).toEqual([own]);
    expect(allFiles(cwd).filter((file) => readFileSync(file, 'latin1').includes(canary))).toEqual([]);
    started.process.stdin.write('\n');
    expect(await started.ended).toMatchObject({ code: 0 });
  });

  it('is masked also where a child of the command prints it, and one that has left its session', async () => {
    const script = '(echo "forked $API_KEY"; setsid sh -c \'echo "left $API_KEY"\') & wait; sh -c \'echo "nested $API_KEY" >&2\'';
    const { cwd } = project();
    expect(await carnet(['run', '--', '/bin/sh', '-c', script], { cwd })).toMatchObject({ code: 0, stdout: 'forked ***\nleft ***\n', stderr: 'nested ***\n' });
  });
});

describe('a variable with as: file', () => {
  const look = `
    const { readFileSync, statSync } = require('node:fs');
    const { KEYSTORE, PASSWORD_FILE } = process.env;
    console.log(JSON.stringify({ KEYSTORE, bytes: [...readFileSync(KEYSTORE)].join('-'), mode: (statSync(KEYSTORE).mode & 0o777).toString(8), length: readFileSync(PASSWORD_FILE).length }));
    console.log(readFileSync(PASSWORD_FILE, 'utf8'));
  `;

  it.runIf(process.platform !== 'win32')('holds the path of a private file with the bytes as they are, masked in the output, and gone afterwards', async () => {
    const { cwd } = project();
    const { code, stdout, stderr } = await runNode(look, { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [json = '', printed] = stdout.split('\n');
    const { KEYSTORE, ...rest } = JSON.parse(json) as { KEYSTORE: string };
    expect(rest).toEqual({ bytes: '0-255-10-1-128-64', mode: '600', length: canary.length + '-password'.length });
    expect(printed).toBe('***');
    expect(existsSync(dirname(dirname(KEYSTORE)))).toBe(false);
  });

  it.runIf(process.platform === 'linux')('tells with --verbose where the files are', async () => {
    const { cwd } = project();
    const { stderr } = await runNode('', { cwd }, '--verbose');
    expect(stderr).toMatch(/carnet: files of secrets are in \/dev\/shm\/carnet-\w+, in memory\.\n/);
  });

  it.runIf(process.platform === 'linux')('leaves nothing when carnet is killed', async () => {
    const { cwd } = project();
    const started = startCarnet(['run', '--mask', 'never', '--', '/bin/sh', '-c', 'echo "$KEYSTORE"; exec sleep 600'], { cwd });
    let path = '';
    started.process.stdout.on('data', (text: string) => (path += text));
    await firstOutput(started);
    const directory = dirname(dirname(path.trim()));
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    started.process.kill('SIGKILL');
    while (existsSync(directory)) await new Promise((resolve) => { setTimeout(resolve, 5); });
    await started.ended;
  });

  it('is refused with an encoding', async () => {
    const { cwd } = fileStoreProject({ KEY: { credential: 'store', secret: 'key', as: 'file', encoding: 'base64' } });
    const { code, stderr } = await runNode('', { cwd });
    expect(code).toBe(125);
    expect(stderr).toContain("leave out encoding, or as: 'file'");
  });
});

function parentOf(pid: string): number {
  try {
    return Number(/\) \S (\d+) /.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1]);
  } catch {
    return 0;
  }
}
