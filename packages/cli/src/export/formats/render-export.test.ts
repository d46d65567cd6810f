import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { parse as parseDotenv } from 'dotenv';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import type { ExportedValue } from './export-format.ts';
import { renderExport, type FormatName } from './render-export.ts';

type Read = Readonly<Record<string, string>>;
type Reader = (text: string, names: readonly string[]) => Read;

/** The random bytes of the tests: a counter, so that no two are alike. */
function counter(): (size: number) => Uint8Array {
  let next = 0;
  return (size) => new Uint8Array(size).fill((next += 1));
}

const isInstalled = (program: string, ...args: string[]): boolean => {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** What a real shell has in its variables, a NUL behind each. */
const shellReader = (program: string): Reader => (text, names) => {
  const script = `${text}printf '%s\\0' ${names.map((name) => `"$${name}"`).join(' ')}`;
  const values = execFileSync(program, ['-s'], { input: script, env: { PATH: process.env['PATH'] } }).toString().split('\0');
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
};

const nodeEnvFile: Reader = (text, names) => {
  const folder = mkdtempSync(join(tmpdir(), 'carnet-export-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'env'), text);
  const script = `console.log(JSON.stringify(Object.fromEntries(${JSON.stringify(names)}.map((name) => [name, process.env[name]]))))`;
  return JSON.parse(execFileSync(process.execPath, [`--env-file=${join(folder, 'env')}`, '-e', script], { env: {} }).toString()) as Read;
};

/** The variables that the real client of docker sends, to a daemon that only takes them down. */
const dockerClient: Reader = (text) => {
  const folder = mkdtempSync(join(tmpdir(), 'carnet-export-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'env'), text);
  const entries = JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', takingDown, join(folder, 'env')]).toString()) as readonly string[] | null ?? [];
  return Object.fromEntries(entries.map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]));
};

const takingDown = `
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
const daemon = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  response.setHeader('Api-Version', '1.41');
  if (request.url.includes('/containers/create')) process.stdout.write(JSON.stringify(JSON.parse(body).Env));
  response.writeHead(request.url.includes('/containers/create') ? 201 : 200).end('{"Id":"1","Warnings":[]}');
});
daemon.listen(0, '127.0.0.1', () => {
  const environment = { PATH: process.env.PATH, HOME: '/nonexistent', DOCKER_HOST: 'tcp://127.0.0.1:' + daemon.address().port };
  execFile('docker', ['create', '--pull', 'never', '--env-file', process.argv[1], 'image'], { env: environment }, (error, _, stderr) => {
    if (error) process.stderr.write(stderr);
    process.exit(error ? 1 : 0);
  });
});`;

/** As docker documents it and its parser reads: lines, blanks in front and comments left out, everything behind the first = taken as it is. */
const dockerEnvFile: Reader = (text) => Object.fromEntries(text.split('\n').map((line) => line.replace(/\r$/, '').replace(/^\s+/, '')).filter((line) => line !== '' && !line.startsWith('#')).map((line) => {
  if (Buffer.byteLength(line) > 65_535) throw new Error('bufio.Scanner: token too long');
  const equals = line.indexOf('=');
  return [line.slice(0, equals), line.slice(equals + 1)];
}));

/** As the runner of GitHub reads it: NAME<<DELIMITER, lines, DELIMITER; on Windows CR LF is one end of a line. */
const githubEnv = (end: RegExp): Reader => (text) => {
  const variables: Record<string, string> = {};
  let rest = text;
  const line = (): { readonly line: string; readonly end: string } => {
    const found = end.exec(rest);
    if (!found) throw new Error('the delimiter was not found');
    const taken = { line: rest.slice(0, found.index), end: found[0] };
    rest = rest.slice(found.index + found[0].length);
    return taken;
  };
  while (rest !== '') {
    const [name = '', delimiter = ''] = line().line.split(/<<(.*)/s);
    let value = '';
    let last = '';
    for (let next = line(); next.line !== delimiter; next = line()) {
      value += `${last}${next.line}`;
      last = next.end;
    }
    variables[name] = value;
  }
  return variables;
};

const python: Reader = (text) =>
  JSON.parse(execFileSync('python3', ['-c', 'import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin.buffer)))'], { input: text }).toString()) as Read;

const readers: Readonly<Record<FormatName, Readonly<Record<string, Reader>>>> = {
  shell: Object.fromEntries(['sh', 'bash', 'dash', 'zsh'].filter((program) => isInstalled(program, '-c', ':')).map((program) => [program, shellReader(program)])),
  dotenv: { 'node --env-file': nodeEnvFile, 'util.parseEnv': (text) => parseEnv(text) as Read, 'dotenv of npm': (text) => parseDotenv(text) },
  json: { 'JSON.parse': (text) => JSON.parse(text) as Read },
  yaml: {
    'yaml 1.2': (text) => parse(text) as Read,
    'yaml 1.1': (text) => parse(text, { version: '1.1' }) as Read,
    ...(isInstalled('python3', '-c', 'import yaml') ? { python } : {}),
  },
  docker: { 'docker env-file': dockerEnvFile, ...(isInstalled('docker', '--version') ? { 'docker create': dockerClient } : {}) },
  github: { 'a runner on Linux': githubEnv(/\n/), 'a runner on Windows': githubEnv(/\r?\n/) },
};
const rows = Object.entries(readers).flatMap(([format, all]) => Object.entries(all).map(([reader, read]) => [format as FormatName, reader, read] as const));

const common = {
  QUOTES: `it's "said" once`, DOLLAR: '$HOME ${HOME} $(id) `id`', BACKSLASH: String.raw`C:\new\tmp \\ \$ \"`, BACKSLASH_LAST: 'C:\\new\\', EQUALS: '=a=b==', HASH: '# no comment #', HASH_LAST: 'a #b',
  UNICODE: 'grüße 😀 漢字 \u2028\u0085\ufeff', PERCENT: '100% %s %0A', BLANKS: '  leading and trailing \t ', EMPTY: '', LONG: 'x'.repeat(60_000), YAML: '- a: b, {c} [d] & *e !f |', NO: 'no', Y: '0x1F', TILDE: '~', HEREDOC: 'X<<EOF', BANG: '!!',
};
const manyLines = { SEVERAL: 'first\nsecond\n\nfourth', LINE_LAST: 'ends\n', PEM: '-----BEGIN KEY-----\nMIIB\n-----END KEY-----\n', ASSIGNS: 'a\nB=c\n# d' };
const carriage = { CR: 'a\rb', CRLF: 'a\r\nb' };

/** What each format has to carry, so that a refusal of everything is no way out. */
const carried: Readonly<Record<FormatName, Readonly<Record<string, string>>>> = {
  shell: { ...common, ...manyLines, ...carriage, CR_LAST: 'a\r', ALL: `'"\`\\\n$` },
  dotenv: { ...common, ...manyLines, BACKTICK: 'a `b` \'c\'\n', DOUBLE: '"a"\n\'b\'', ESCAPES: String.raw`\x'\y#` + '`' },
  json: { ...common, ...manyLines, ...carriage, CR_LAST: 'a\r', NUL: 'a\0b', ALL: `'"\`\\\n$` },
  yaml: { ...common, ...manyLines, ...carriage, CR_LAST: 'a\r', NUL: 'a\0b', ALL: `'"\`\\\n$` },
  docker: { ...common, CR: 'a\rb', ALL: `'"\`\\$` },
  github: { ...common, ...manyLines, ...carriage, ALL: `'"\`\\\n$` },
};

const fragments = ["'", '"', '`', '$', '\\', '\n', '\r', '=', '#', ' ', '\t', '%', 'é', '😀', '\u2028', '\u0085', '\u007f', '\ufeff', '\ufffe', '!', '<<', ': ', '- ', '${X}', '$(id)', '\\n', '\\r', 'a', 'n', '~', '|', '\0'];
const hostile = fc.oneof(fc.string({ unit: 'binary', maxLength: 20 }), fc.array(fc.constantFrom(...fragments), { maxLength: 12 }).map((parts) => parts.join('')));

/** npm's dotenv takes a backslash before the closing quote for an escape where the next value looks like the rest of a line. */
const isMisread = (value: string): boolean => /\\$/.test(value) && /[#\n]|^[\s'"`]/.test(value);

describe.each(rows)('carnet export -f %s, read by %s', (format, reader, read) => {
  it('gives back every value that the format has to carry', () => {
    const variables = Object.entries(carried[format]).map(([name, value]) => ({ name, value }));
    expect(read(renderExport(format, variables, counter()), variables.map(({ name }) => name))).toEqual(carried[format]);
  });

  // Few and long runs: each reader is a process.
  it('gives back any value, or names the variable and writes nothing', () => {
    fc.assert(fc.property(fc.array(hostile, { minLength: 1, maxLength: 200, size: 'max' }), (values) => {
      const variables = values.map((value, index): ExportedValue => ({ name: `V${index}`, value }));
      const exact = variables.filter((variable) => isCarried(format, variable) && !(reader === 'dotenv of npm' && isMisread(variable.value)));
      // What follows such a value decides how npm's dotenv reads it: then nothing does.
      const alone = exact.filter(({ value }) => reader === 'dotenv of npm' && value.endsWith('\\'));
      for (const written of [exact.filter((variable) => !alone.includes(variable)), ...alone.map((variable) => [variable])]) {
        const text = renderExport(format, written, counter());
        expect(read(text, written.map(({ name }) => name))).toEqual(Object.fromEntries(written.map(({ name, value }) => [name, value])));
      }
    }), { numRuns: 4 });
  });
});

function isCarried(format: FormatName, variable: ExportedValue): boolean {
  try {
    renderExport(format, [variable], counter());
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: 'SECRET_NOT_TEXT', message: expect.stringMatching(`^${variable.name} has `) });
    return false;
  }
}

describe('what a format cannot carry', () => {
  it.each<[FormatName, Readonly<Record<string, string>>]>([
    ['docker', { ...manyLines, CR_LAST: 'a\r', NUL: '\0', LONG: 'x'.repeat(70_000) }],
    ['dotenv', { CR: 'a\rb', NUL: '\0', ALL: `'"\`\n`, PARTED: `a\u2028'"\`` }],
    ['shell', { NUL: '\0', RANDOM: 'x', path: 'x' }],
    ['github', { CR_LAST: 'a\r', NUL: '\0', GITHUB_TOKEN: 'x' }],
  ])('%s: is refused, every variable named, no value shown and nothing written', (format, values) => {
    const variables = Object.entries({ ...values, FINE: 'value-that-is-fine' }).map(([name, value]) => ({ name, value }));
    let thrown: unknown;
    expect(() => {
      try {
        renderExport(format, variables, counter());
      } catch (error) {
        thrown = error;
        throw error;
      }
    }).toThrow(expect.objectContaining({ code: 'SECRET_NOT_TEXT' }));
    const text = String(thrown);
    for (const name of Object.keys(values)) expect(text).toContain(`${name} has `);
    for (const shown of ['FINE', 'xxxx', '-----BEGIN']) expect(text).not.toContain(shown);
  });
});

describe('a name that a shell keeps for itself', () => {
  it.runIf(isInstalled('bash', '-c', ':'))('is refused, or a variable like any other: bash runs what stands in the value of RANDOM', () => {
    const names = [...execFileSync('bash', ['-c', 'compgen -v'], { env: {} }).toString().trim().split('\n'), 'RANDOM', 'SRANDOM', 'SECONDS', 'EPOCHSECONDS', 'LINENO', 'OPTIND', 'HISTCMD', 'GROUPS', 'FUNCNAME', '_', 'OPTARG', 'REPLY'];
    const mark = join(tmpdir(), `carnet-export-${process.pid}`);
    onTestFinished(() => rmSync(mark, { force: true }));
    const value = `a[$(touch ${mark})]`;
    const read = shellReader('bash');
    const kept = names.filter((name) => !isCarried('shell', { name, value }));
    const taken = names.filter((name) => !kept.includes(name));
    expect(read(renderExport('shell', taken.map((name) => ({ name, value })), counter()), taken)).toEqual(Object.fromEntries(taken.map((name) => [name, value])));
    expect(existsSync(mark)).toBe(false);
    expect(kept).toEqual(expect.arrayContaining(['RANDOM', 'UID', 'OPTIND', '_']));
    expect(taken).toEqual(expect.arrayContaining(['OPTARG', 'REPLY']));
  });
});

describe('the delimiter for GitHub', () => {
  it('never stands in the value: another one is drawn', () => {
    const drawn = `carnet_${'01'.repeat(16)}`;
    expect(renderExport('github', [{ name: 'A', value: `x\n${drawn}\nB=injected` }], counter())).toBe(`A<<carnet_${'02'.repeat(16)}\nx\n${drawn}\nB=injected\ncarnet_${'02'.repeat(16)}\n`);
  });
});
