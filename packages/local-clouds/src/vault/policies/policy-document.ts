import { isObject } from '../request-fields.ts';
import { badRequest, notImitated } from '../vault-refusal.ts';
import { brokenPathRule, capabilities, pathRule, type Capability, type PathRule } from './policy.ts';

const token = /\s+|(?:#|\/\/)[^\n]*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|[A-Za-z_][\w-]*|[{}[\],=]/y;
const isSpace = /^(?:\s|#|\/\/|\/\*)/;

const oldPolicies: Readonly<Record<string, readonly Capability[]>> = {
  deny: ['deny'],
  read: ['read', 'list'],
  write: ['create', 'read', 'update', 'delete', 'list'],
  sudo: ['create', 'read', 'update', 'delete', 'list', 'sudo'],
};

/**
 * Reads a policy: JSON, or of HCL what policies are written in, `path "…" { capabilities = ["…"] }` with comments.
 *
 * @throws VaultRefusal where it is neither, or uses what is not imitated
 */
export function parsePolicy(text: string): readonly PathRule[] {
  const entries = text.trimStart().startsWith('{') ? entriesOfJson(text) : entriesOfHcl(text);
  return entries.map(([path, attributes]) => {
    const broken = brokenPathRule(path);
    if (broken !== undefined) return refuse(broken);
    return pathRule(path, capabilitiesOf(path, attributes));
  });
}

type Entry = readonly [path: string, attributes: ReadonlyMap<string, unknown>];

function capabilitiesOf(path: string, attributes: ReadonlyMap<string, unknown>): readonly Capability[] {
  const other = [...attributes.keys()].find((name) => !['capabilities', 'policy', 'comment'].includes(name));
  if (other !== undefined) throw notImitated(`${other} of a policy`);
  const old = attributes.get('policy');
  const named = attributes.get('capabilities') ?? [];
  const list: readonly unknown[] = Array.isArray(named) ? named : refuse(`path ${JSON.stringify(path)}: capabilities is a list`);
  const isCapability = (name: unknown): name is Capability => capabilities.some((capability) => capability === name);
  const unknown = list.find((name) => !isCapability(name));
  if (unknown !== undefined) return refuse(`path ${JSON.stringify(path)}: invalid capability ${JSON.stringify(unknown)}`);
  if (old === undefined) return list.filter(isCapability);
  const granted = typeof old === 'string' && Object.hasOwn(oldPolicies, old) ? oldPolicies[old] : undefined;
  return granted ?? refuse(`path ${JSON.stringify(path)}: invalid policy ${JSON.stringify(old)}`);
}

function entriesOfJson(text: string): readonly Entry[] {
  const document = parseJson(text);
  const paths = isObject(document) ? (document['path'] ?? {}) : refuse('does not contain a root object');
  if (!isObject(paths)) return refuse('path is an object');
  return Object.entries(paths).map(([path, attributes]) => [path, new Map(Object.entries(isObject(attributes) ? attributes : refuse(`path ${JSON.stringify(path)} is an object`)))]);
}

function entriesOfHcl(text: string): readonly Entry[] {
  const tokens = tokensOf(text);
  let index = 0;
  const next = (): string => tokens[index++] ?? refuse('unexpected end of file');
  const expect = (wanted: string): void => {
    const found = next();
    if (found !== wanted) refuse(`expected ${wanted}, got ${found}`);
  };
  const value = (): unknown => {
    const first = next();
    if (first !== '[') return scalar(first);
    const items: unknown[] = [];
    while (tokens[index] !== ']') {
      items.push(scalar(next()));
      if (tokens[index] !== ']') expect(',');
    }
    index += 1;
    return items;
  };
  const entries: Entry[] = [];
  while (index < tokens.length) {
    const key = unquoted(next());
    if (key !== 'path') refuse(`invalid key ${JSON.stringify(key)}`);
    const path = String(scalar(next()));
    expect('{');
    const attributes = new Map<string, unknown>();
    while (tokens[index] !== '}') {
      const name = unquoted(next());
      expect('=');
      attributes.set(name, value());
    }
    index += 1;
    entries.push([path, attributes]);
  }
  return entries;
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const [found] = token.exec(text) ?? refuse(`illegal character at ${at}`);
    if (!isSpace.test(found)) tokens.push(found);
  }
  return tokens;
}

const unquoted = (word: string): string => (word.startsWith('"') ? String(scalar(word)) : word);

function scalar(word: string): string {
  const value = word.startsWith('"') ? parseJson(word) : undefined;
  return typeof value === 'string' ? value : refuse(`expected a string, got ${word}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return refuse('it is not valid');
  }
}

function refuse(problem: string): never {
  throw badRequest(`failed to parse policy: ${problem}`);
}
