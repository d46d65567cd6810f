import { randomUUID } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandsInTurn, type LeafCommand } from '../testing/commands-in-turn.ts';
import type { Ended } from '../testing/operator.ts';
import type { CommandRow, Line } from './testing/command-row.ts';
import { commandRows } from './testing/command-rows.ts';
import { startCommandWorld, type CommandWorld } from './testing/command-world.ts';
import { documentedObjects, isDocumented } from './testing/documented-json.ts';

interface Leaf extends LeafCommand {
  readonly row: CommandRow;
}

const commands = await commandsInTurn();
const { leaves } = commands;
const described = leaves.flatMap((leaf): readonly [words: string, leaf: Leaf][] => {
  const row = commandRows[leaf.words];
  return row === undefined || 'elsewhere' in row ? [] : [[leaf.words, { ...leaf, row }]];
});

const home = realpathSync(mkdtempSync(join(tmpdir(), 'carnet-commands-')));
let world: CommandWorld;
beforeAll(async () => { world = await startCommandWorld(home, commands); }, 60_000);
afterAll(async () => {
  commands[Symbol.dispose]();
  await world.development.close();
  rmSync(home, { recursive: true });
});

/** In front of `--`, behind which words are somebody else's. */
function withFlags(args: readonly string[], ...flags: readonly string[]): readonly string[] {
  const end = args.indexOf('--');
  return end === -1 ? [...args, ...flags] : args.toSpliced(end, 0, ...flags);
}

async function carnet({ words }: Leaf, { args, stdin, environment = {} }: Line, ...flags: readonly string[]): Promise<Ended> {
  return await world.carnet([...words.split(' '), ...withFlags(args, ...flags)], { stdin, environment });
}

function objectsIn(text: string): readonly Readonly<Record<string, unknown>>[] {
  expect(text).toMatch(/\n$/);
  return text.slice(0, -1).split('\n').map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

interface Failure {
  readonly version: number;
  readonly code: string;
  readonly message: string;
  readonly exitCode: number;
  readonly hint?: string;
  readonly failures: readonly { readonly error: Readonly<Record<string, unknown>> }[];
}

/** One object with a stable code, a sentence and a cure, and nothing else; the exit code is one that the help tells. */
function failureIn({ code, stdout, stderr }: Ended, { help }: Leaf): Failure {
  expect({ stdout, lines: stderr.split('\n').length }, stderr).toEqual({ stdout: '', lines: 2 });
  const failure = JSON.parse(stderr) as Failure;
  expect(Object.keys(failure).filter((name) => name !== 'hint')).toEqual(['version', 'code', 'message', 'exitCode', 'failures']);
  expect(failure).toMatchObject({ version: 1, exitCode: code });
  for (const { error, ...rest } of failure.failures) {
    expect(Object.keys(rest).filter((name) => !['variables', 'diagnosis', 'credential', 'reference'].includes(name))).toEqual([]);
    const { code: each, message, hint, docsUrl, ...more } = error;
    expect({ each, docsUrl }).toEqual({ each: expect.stringMatching(/^[A-Z][A-Z_0-9]+$/), docsUrl: `https://carnet.dev/errors/${String(each)}` });
    expect([message, hint], stderr).toEqual([expect.stringMatching(/^.{5,}[.?]$/s), expect.stringMatching(/.{5,}/)]);
    expect(Object.keys(more).filter((name) => !['requestId', 'status', 'fields', 'step', 'retryable'].includes(name))).toEqual([]);
  }
  expect(stderr).not.toMatch(/\n\s+at |node_modules|file:\/\/|\.ts:/);
  const [, codes = ''] = /exit codes: ([^.]+)\./i.exec(help.replaceAll('\n', ' ')) ?? [];
  expect(codes.split('; ').map((each) => Number.parseInt(each, 10)), help).toContain(code);
  return failure;
}

test('every command that asks a platform has a row, and no row is of a command that is not there', () => {
  expect(Object.keys(commandRows).toSorted()).toEqual(leaves.map(({ words }) => words).toSorted());
});

describe('what is done', () => {
  test.each(described)('carnet %s: --json is what its help tells, and nothing else is on standard output', { timeout: 60_000 }, async (_, leaf) => {
    const { row, help, flags } = leaf;
    for (const works of [row.works, ...row.alsoWorks ?? []]) {
      const line = await works(world);
      if (flags.includes('--yes') && leaf.words !== 'apply') {
        const unasked = await carnet(leaf, line, '--json');
        expect(failureIn(unasked, leaf)).toMatchObject({ code: 'INPUT_INVALID', exitCode: 2 });
        expect(unasked.stderr).toContain('--yes');
      }
      const ended = await carnet(leaf, line, '--json', ...(flags.includes('--yes') ? ['--yes'] : []));
      expect(ended.code, `${line.args.join(' ')}: ${ended.stderr}`).toBe(0);
      const objects = objectsIn(ended.stdout);
      if (row.prints !== 'lines') expect(objects).toHaveLength(1);
      const documented = documentedObjects(help);
      if (leaf.words === 'audit export') continue;
      for (const object of objects) {
        expect(object['version']).toBe(1);
        expect(isDocumented(object, documented), `${Object.keys(object).join(', ')} of ${JSON.stringify(documented)}`).toBe(true);
      }
      expect(ended.stderr.split('\n').filter((each) => each.startsWith('{')), 'an error beside success').toEqual([]);
    }
  });
});

describe('what is refused', () => {
  test.each(described)('carnet %s: has a code, a sentence, a cure and an exit code that its help tells', { timeout: 60_000 }, async (_, leaf) => {
    expect(leaf.row.refused).not.toEqual([]);
    for (const { exitCode, code, ...line } of leaf.row.refused) {
      const failure = failureIn(await carnet(leaf, line, '--json'), leaf);
      expect({ args: line.args, exitCode: failure.exitCode, code: failure.code }, failure.message).toEqual({ args: line.args, exitCode, code });
      const told = await carnet(leaf, line);
      expect(told).toMatchObject({ code: exitCode, stdout: '' });
      expect(told.stderr).toContain(`[${code}]\n`);
      expect(told.stderr).toMatch(/^carnet: .+\n {2}(?:cause .+\n {2})?cure /m);
    }
  });

  test.each(described.filter(([, { flags, words }]) => flags.includes('--token') && !['login', 'logout'].includes(words) && !words.startsWith('issuer')))('carnet %s: is not done for nobody, and says how to sign in', async (_, leaf) => {
    const nobody = { args: [...leaf.required.map(() => 'x')], environment: { CARNET_TOKEN: undefined, XDG_CONFIG_HOME: join(home, 'nobody') } };
    expect(failureIn(await carnet(leaf, nobody, '--json'), leaf)).toMatchObject({ exitCode: 4, code: 'REQUEST_UNAUTHENTICATED', failures: [{ error: { hint: expect.stringContaining('carnet login') as string } }] });
  });
});

describe('what is refused half-way', () => {
  test('wi add tells that the config was made, and how to go on', async () => {
    const name = world.name();
    const identity = ['--kind', 'azure', '--tenant-id', randomUUID(), '--client-id', randomUUID()];
    const { code, stderr } = await world.carnet(['wi', 'add', name, ...identity, '--vault-name', 'no/name']);
    expect(code).toBe(2);
    expect(stderr).toContain(`Look at --vault-name. carnet wi add any --kind azure --fields tells every flag. Made workload identity config ${name} (azure). It stays: go on with carnet credentials add ${name} --provider azure --workload-identity ${name}`);
    expect((await world.carnet(['wi', 'show', name])).code).toBe(0);
  });

  test('env import writes all lines or none, for several automations at once, too, and names each that is refused', async () => {
    const [one, two] = [await world.automation(), await world.automation()];
    const imported = (stdin: string, ...more: readonly string[]): ReturnType<typeof world.carnet> => world.carnet(['env', 'import', '-', '--automation', `${one},${two}`, ...more], { stdin });
    const direct = async (automation: string): Promise<readonly string[]> => (JSON.parse((await world.carnet(['env', 'ls', '--automation', automation, '--json'])).stdout) as { variables: readonly { name: string; source: string }[] }).variables
      .filter(({ source }) => source === 'direct').map(({ name }) => name).toSorted();
    const before = await direct(one);
    for (const more of [[], ['--dry-run']]) {
      const { code, stdout, stderr } = await imported('FIRST=1\nPATH=canary-x\nLAST=2\n', ...more);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/Nothing was written: 1 of 3 lines is refused\. PATH: .*[\s\S]*cure +Correct or remove them/);
      expect(stderr).not.toContain('canary');
    }
    expect(await direct(one)).toEqual(before);
    expect(JSON.parse((await imported('FIRST=1\nLAST=2\n', '--json')).stdout)).toMatchObject({ variables: [{ name: 'FIRST', action: 'create' }, { name: 'LAST', action: 'create' }] });
    expect(JSON.parse((await imported('FIRST=2\nNEXT=3\n', '--json')).stdout)).toMatchObject({ variables: [{ name: 'FIRST', action: 'change' }, { name: 'NEXT', action: 'create' }] });
    for (const automation of [one, two]) expect(await direct(automation)).toEqual([...before, 'FIRST', 'LAST', 'NEXT'].toSorted());
    expect(await world.carnet(['env', 'import', '-', '--automation', one], { stdin: 'FIRST=3\nOTHER=1\n' })).toMatchObject({ code: 2, stderr: expect.stringContaining('FIRST: The variable') as string });
  });
});

describe('with nobody to ask', () => {
  test.each(described.filter(([, { required }]) => required.length > 0))('carnet %s: an argument that is missing is named', async (_, leaf) => {
    const [first = ''] = leaf.required;
    expect(failureIn(await carnet(leaf, { args: [] }, '--json', '--no-input'), leaf)).toMatchObject({ code: 'USAGE', exitCode: 2, message: `missing required argument '${first}'` });
  });

  test.each(described.filter(([, { row }]) => row.lacks !== undefined))('carnet %s: what is missing is told with the flag that gives it', async (_, leaf) => {
    for (const { flag, ...line } of leaf.row.lacks ?? []) {
      for (const more of [[], ['--no-input']]) {
        if (line.args.includes('--no-input') && more.length === 0) continue;
        const ended = await carnet(leaf, line, '--json', ...more.filter((each) => !line.args.includes(each)));
        expect(failureIn(ended, leaf), line.args.join(' ')).toMatchObject({ exitCode: 2 });
        expect(ended.stderr, line.args.join(' ')).toContain(flag);
      }
    }
  });
});
