import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectedFile } from './index.ts';
import { failureOf, tokenFor } from './testing/token.ts';

const audience = 'api://AzureADTokenExchange';
const request = { audience, workloadIdentity: 'production' };
const clock = { now: () => 1_800_000_000_000 };
const good = tokenFor({ aud: [audience], exp: 1_800_000_600 });
const reading = (text: string) => projectedFile('/tokens/azure', { readFile: async () => text, clock });

describe('B4: a token file that the platform projects', () => {
  it('is read at every use', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'carnet-'));
    const path = join(directory, 'token');
    try {
      const source = projectedFile(path, { clock });
      await writeFile(path, good);
      expect(await source.subjectToken(request)).toBe(good);
      const renewed = tokenFor({ aud: audience, exp: 1_800_003_600 });
      await writeFile(path, `${renewed}\n`);
      expect(await source.subjectToken(request)).toBe(renewed);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  // https://kubernetes.io/docs/tasks/inject-data-application/distribute-credentials-secure/: a link to a link, which is exchanged whole.
  it('is the new one as soon as the kubelet has exchanged its folder', async () => {
    const volume = await mkdtemp(join(tmpdir(), 'carnet-'));
    try {
      const source = projectedFile(join(volume, 'token'), { clock });
      await symlink('..data/token', join(volume, 'token'));
      for (const [number, token] of [good, tokenFor({ aud: audience, exp: 1_800_003_600 })].entries()) {
        await mkdir(join(volume, `..${number}`));
        await writeFile(join(volume, `..${number}`, 'token'), token);
        await symlink(`..${number}`, join(volume, '..data_tmp'));
        await rename(join(volume, '..data_tmp'), join(volume, '..data'));
        expect(await source.subjectToken(request)).toBe(token);
      }
      await rm(join(volume, '..1'), { recursive: true });
      expect(await failureOf(source.subjectToken(request))).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: expect.stringContaining('ENOENT') as string });
    } finally {
      await rm(volume, { recursive: true });
    }
  });

  it.each([['one newline', `${good}\n`], ['one newline of Windows', `${good}\r\n`]])('loses %s at its end', async (_, text) => {
    expect(await reading(text).subjectToken(request)).toBe(good);
  });

  it.each([
    ['nothing', '', /holds no token/],
    ['something else', 'canary', /holds no token/],
    ['two newlines', `${good}\n\n`, /white space around/],
    ['a space in front', ` ${good}`, /white space around/],
    ['two tokens', `${good}\n${good}`, /holds no token/],
    ['70,000 characters', 'a.'.repeat(35_000), /holds no token/],
    ['claims that are no object', `a.${Buffer.from('3').toString('base64url')}.c`, /holds no token/],
    ['another audience', tokenFor({ aud: 'sts.amazonaws.com', exp: 1_800_000_600 }), /for 'sts\.amazonaws\.com', and this identity needs 'api:\/\/AzureADTokenExchange'/],
    ['a second audience', tokenFor({ aud: [audience, 'vault'], exp: 1_800_000_600 }), /for 'api:\/\/AzureADTokenExchange', 'vault'/],
    ['no audience', tokenFor({ exp: 1_800_000_600 }), /no audience/],
    ['an audience that differs in case', tokenFor({ aud: audience.toLowerCase(), exp: 1_800_000_600 }), /needs/],
    ['an expired token', tokenFor({ aud: audience, exp: 1_799_999_988 }), /expired 12 s ago/],
    ['no expiry', tokenFor({ aud: audience }), /never expires/],
    ['an expiry that is text', tokenFor({ aud: audience, exp: '1800000600' }), /never expires/],
  ])('with %s: SUBJECT_TOKEN_INVALID, naming the file and never its content', async (_, text, sentence) => {
    const error = await failureOf(reading(text).subjectToken(request));
    expect(error).toMatchObject({ code: 'SUBJECT_TOKEN_INVALID', step: 'mint', message: expect.stringMatching(sentence) });
    expect((error as Error).message).toContain('/tokens/azure');
    expect(JSON.stringify(error)).not.toMatch(/canary|eyJ/);
  });

  it('that is missing: SUBJECT_TOKEN_UNAVAILABLE with the path and the system\'s code', async () => {
    const path = join(tmpdir(), 'carnet-no-such-token');
    expect(await failureOf(projectedFile(path).subjectToken(request))).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: `The token file ${path} cannot be read (ENOENT).` });
  });

  it.each(['a named pipe', 'a directory'])('that is %s: SUBJECT_TOKEN_UNAVAILABLE, at once', async (what) => {
    const directory = await mkdtemp(join(tmpdir(), 'carnet-'));
    try {
      const path = what === 'a directory' ? directory : join(directory, 'pipe');
      if (path !== directory) execFileSync('mkfifo', [path]);
      expect(await failureOf(projectedFile(path).subjectToken(request))).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: `The token file ${path} is no plain file.` });
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('of a gigabyte is read no further than a token goes', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'carnet-'));
    try {
      const path = join(directory, 'token');
      await writeFile(path, '');
      await truncate(path, 2 ** 30);
      const before = process.memoryUsage().rss;
      expect(await failureOf(projectedFile(path).subjectToken(request))).toMatchObject({ code: 'SUBJECT_TOKEN_INVALID' });
      expect(process.memoryUsage().rss - before).toBeLessThan(2 ** 28);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('on a disk that hangs is left as soon as the caller aborts', async () => {
    const controller = new AbortController();
    const source = projectedFile('/tokens/azure', { readFile: () => new Promise(() => undefined) });
    const pending = source.subjectToken({ ...request, signal: controller.signal });
    controller.abort();
    expect(await failureOf(pending)).toMatchObject({ code: 'ABORTED' });
  });
});
