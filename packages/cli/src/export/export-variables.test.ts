import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { captureHost } from '../testing/captured-host.ts';
import { carnet } from '../testing/carnet-process.ts';
import { carnetOnTerminal } from '../testing/terminal.ts';
import { memoryConfig, projectWith } from '../testing/workspace.ts';
import { exportVariables } from './export-variables.ts';

const canary = 'canary-7d20c4ab91';
const secrets = { 'api-key': canary, certificate: `line one ${canary}\nline 'two' 100%\n`, binary: 'bytes' };
const variables = {
  API_KEY: { credential: 'store', secret: 'api-key' },
  CERTIFICATE: { credential: 'store', secret: 'certificate' },
  ABSENT: { credential: 'store', secret: 'absent', optional: true },
  MODE: { value: 'a mode' },
};
const project = (more: Readonly<Record<string, object>> = {}): string => projectWith({ 'carnet.config.ts': memoryConfig(secrets, { ...variables, ...more }) });
const values = { API_KEY: secrets['api-key'], CERTIFICATE: secrets.certificate, MODE: 'a mode' };

describe('carnet export', () => {
  it('gives a shell its variables by eval, and nothing for what is absent', async () => {
    const { code, stdout, stderr } = await carnet(['export', '-f', 'shell'], { cwd: project() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const script = `eval "$TEXT"; ${process.execPath} -p 'JSON.stringify([process.env.API_KEY, process.env.CERTIFICATE, process.env.MODE, process.env.ABSENT])'`;
    expect(JSON.parse(execFileSync('sh', ['-c', script], { env: { TEXT: stdout } }).toString())).toEqual([values.API_KEY, values.CERTIFICATE, values.MODE, null]);
  });

  it('prints only those of --only', async () => {
    const { stdout } = await carnet(['export', '-f', 'json', '--only', 'MODE,API_KEY'], { cwd: project() });
    expect(JSON.parse(stdout)).toEqual({ API_KEY: values.API_KEY, MODE: 'a mode' });
  });

  it('takes --only again, and one name twice for one', async () => {
    const { stdout } = await carnet(['export', '-f', 'shell', '--only', 'MODE', '--only', 'API_KEY,MODE'], { cwd: project() });
    expect(stdout.trimEnd().split('\n').toSorted()).toEqual([`export API_KEY='${canary}'`, "export MODE='a mode'"]);
  });

  it('is all or nothing: a value that the format cannot carry is named, and nothing is printed', async () => {
    const { code, stdout, stderr } = await carnet(['export', '-f', 'docker'], { cwd: project() });
    expect({ code, stdout }).toEqual({ code: 6, stdout: '' });
    expect(stderr).toContain('CERTIFICATE has a line break, which a docker env-file cannot carry.');
    expect(stderr).not.toContain(canary);
  });

  it('is all or nothing: a secret that is missing leaves no file', async () => {
    const cwd = project({ LOST: { credential: 'store', secret: 'lost' } });
    const { code, stdout } = await carnet(['export', '-f', 'json', '-o', 'out.json'], { cwd });
    expect({ code, stdout }).toEqual({ code: 6, stdout: '' });
    expect(readdirSync(cwd).filter((name) => name.includes('out.json'))).toEqual([]);
  });

  it('refuses names that carnet run refuses, before anything is read', async () => {
    const { code, stdout, stderr } = await carnet(['export', '-f', 'shell'], { cwd: project({ LD_PRELOAD: { credential: 'store', secret: 'absent' } }) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain("'LD_PRELOAD' is never set from a variable.");
  });

  it('refuses a variable that is given in a file', async () => {
    const { code, stdout, stderr } = await carnet(['export', '-f', 'shell'], { cwd: project({ KEY_FILE: { credential: 'store', secret: 'binary', as: 'file' } }) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('KEY_FILE is given in a file');
  });

  it('hides the values from the log of a job of GitHub Actions, each line of them', async () => {
    const { stdout, stderr } = await carnet(['export', '-f', 'github'], { cwd: project(), environment: { GITHUB_ACTIONS: 'true' } });
    expect(stderr.split('\n')).toEqual([`::add-mask::${canary}`, `::add-mask::line one ${canary}`, "::add-mask::line 'two' 100%25", '']);
    expect(stdout).toMatch(/^API_KEY<<carnet_[0-9a-f]{32}\n/);
    expect((await carnet(['export', '-f', 'github'], { cwd: project() })).stderr).toBe('');
  });

  it('tells a failure as JSON with --json, and wrong use, too', async () => {
    const cwd = project();
    const { stderr } = await carnet(['export', '-f', 'docker', '--json'], { cwd });
    expect(JSON.parse(stderr)).toMatchObject({ version: 1, code: 'SECRET_NOT_TEXT', exitCode: 6 });
    const wrong = await carnet(['export', '-f', 'json', '--force', '--json'], { cwd });
    expect(wrong.code).toBe(2);
    expect(JSON.parse(wrong.stderr)).toMatchObject({ version: 1, code: 'USAGE', exitCode: 2, failures: [] });
  });
});

describe('wrong use', () => {
  it('without a format says which there are', async () => {
    expect(await carnet(['export'], { cwd: project() })).toMatchObject({ code: 2, stdout: '', stderr: 'carnet: What is to read the variables? Say -f dotenv, shell, json, yaml, docker or github.\n' });
  });
});

describe('a terminal', () => {
  it('gets no value without --reveal, and nothing is read for it', async () => {
    const { code, shown } = await carnetOnTerminal(['export', '-f', 'shell', '-c', 'no-such-file.ts'], { cwd: project() });
    expect(code).toBe(2);
    expect(shown).toContain('Values do not go to a terminal.');
  });

  it('gets them with --reveal', async () => {
    const { code, shown } = await carnetOnTerminal(['export', '-f', 'shell', '--only', 'API_KEY', '--reveal'], { cwd: project() });
    expect({ code, shown }).toEqual({ code: 0, shown: `export API_KEY='${canary}'\r\n` });
  });
});

describe('--output', () => {
  it('makes a file for the user alone, complete, with nothing beside it', async () => {
    const cwd = project();
    const before = readdirSync(cwd);
    const { code, stdout } = await carnet(['export', '-f', 'json', '-o', 'out.json'], { cwd });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8'))).toEqual(values);
    expect(statSync(join(cwd, 'out.json')).mode & 0o777).toBe(0o600);
    expect(readdirSync(cwd).filter((name) => !before.includes(name)).toSorted()).toEqual(['carnet', 'out.json']);
  });

  it('leaves a file that is there as it is, and takes its place with --force', async () => {
    const cwd = project();
    writeFileSync(join(cwd, 'out.json'), 'mine', { mode: 0o644 });
    const { code, stderr } = await carnet(['export', '-f', 'json', '-o', 'out.json'], { cwd });
    expect({ code, text: readFileSync(join(cwd, 'out.json'), 'utf8') }).toEqual({ code: 2, text: 'mine' });
    expect(stderr).toContain('out.json is there already.');
    expect(await carnet(['export', '-f', 'json', '-o', 'out.json', '--force'], { cwd })).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8'))).toEqual(values);
    expect(statSync(join(cwd, 'out.json')).mode & 0o777).toBe(0o600);
  });

  it('leaves what is no plain file alone, with --force, too: a device, a folder, or a link, which is never written through', async () => {
    const cwd = project();
    writeFileSync(join(cwd, 'theirs'), 'untouched');
    symlinkSync('theirs', join(cwd, 'out'));
    symlinkSync('nowhere', join(cwd, 'dangling'));
    symlinkSync('/dev/fd/1', join(cwd, 'stdout'));
    mkdirSync(join(cwd, 'folder'));
    execFileSync('mkfifo', [join(cwd, 'pipe')]);
    const before = readdirSync(cwd);
    const { host, written } = captureHost(cwd);
    for (const output of ['out', 'dangling', 'stdout', 'folder', 'pipe']) {
      expect(await exportVariables({ format: 'json', output }, host)).toBe(2);
      expect(await exportVariables({ format: 'json', output, force: true }, host)).toBe(2);
      expect(written.stderr).toContain(`carnet: ${output} is there already. Name another file, or say --force.\ncarnet: ${output} is no plain file`);
    }
    expect(written.stdout).toBe('');
    expect(readFileSync(join(cwd, 'theirs'), 'utf8')).toBe('untouched');
    expect(readdirSync(cwd)).toEqual(before);
  });

  it.each([['no/such/folder/out.json', 'ENOENT'], ['n'.repeat(300), 'ENAMETOOLONG']])('that cannot be written says so and shows no value: %s', async (output, reason) => {
    const { code, stderr } = await carnet(['export', '-f', 'json', '-o', output], { cwd: project() });
    expect(code).toBe(1);
    expect(stderr).toContain(`could not be written (${reason}). [SECRET_FILE_FAILED]`);
    expect(stderr).not.toContain(canary);
  });
});
