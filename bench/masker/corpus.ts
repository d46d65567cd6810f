/** Secrets and texts for the masker's figures, the same on every machine: made from a fixed seed, so nothing of them has to be kept. */
export interface Secrets {
  readonly keys: readonly string[];
  readonly pems: readonly string[];
  /** 64 KiB of JSON, printed over many lines. */
  readonly json: string;
  readonly short: string;
}

type Random = (below: number) => number;

const base64Letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const keyLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';
const words = 'request accepted connection from worker closed after retry of the batch with status ok error warning user session cache miss hit query took rows loaded file path service region deploy version'.split(' ');

export function benchSecrets(): Secrets {
  const random = seeded(1);
  const members = Array.from({ length: 600 }, (_, index) => [`member_${index}`, { id: letters(random, keyLetters, 24), note: sentence(random), enabled: index % 2 === 0 }]);
  return {
    keys: Array.from({ length: 40 }, (_, index) => key(random, index % 8)),
    pems: Array.from({ length: 8 }, () => pem(random)),
    json: JSON.stringify(Object.fromEntries(members), undefined, 2).slice(0, 65_536 - 4).concat('"\n}}').slice(0, 65_536),
    short: 'q7Zx',
  };
}

/** Forty of one maker, which begin alike. */
export function alikeKeys(): readonly string[] {
  const random = seeded(6);
  return Array.from({ length: 40 }, () => key(random, 0));
}

export function allSecrets({ keys, pems, json, short }: Secrets): readonly string[] {
  return [...keys, ...pems, json, short];
}

/** Lines as services print them, each with a time, a level, words, numbers, some JSON and addresses. */
export function logs(bytes: number): Buffer {
  const random = seeded(2);
  return lines(bytes, (index) => {
    const head = `2026-03-${String(1 + (index % 28)).padStart(2, '0')}T10:${String(index % 60).padStart(2, '0')}:07.${100 + random(900)}Z`;
    const trace = letters(random, '0123456789abcdef', 16);
    return index % 3 === 0
      ? `{"time":"${head}","level":"info","message":"${sentence(random)}","trace":"${trace}","url":"https://api.example.com/v1/${pick(random, words)}/${random(1e6)}?page=${random(9)}"}`
      : `${head} ${pick(random, ['INFO', 'WARN', 'DEBUG', 'ERROR'])} [${pick(random, words)}-${random(64)}] ${sentence(random)} id=${trace} ms=${random(5000)}`;
  });
}

/** What an archive or an image looks like in a log: every pair and most triples of letters that base64 forms begin with. */
export function base64Noise(bytes: number): Buffer {
  const random = seeded(3);
  return lines(bytes, () => letters(random, base64Letters, 76));
}

/** Nearly every byte is part of a secret or of its base64 that then goes on otherwise. */
export function nearMisses(bytes: number, secrets: Secrets): Buffer {
  const random = seeded(4);
  const plain = allSecrets(secrets);
  const forms = [...plain, ...plain.map((secret) => Buffer.from(secret).toString('base64'))];
  return lines(bytes, () => {
    const form = pick(random, forms);
    const start = form.startsWith('-----') ? 28 : 0;
    return `${form.slice(start, start + 3 + random(Math.min(form.length - start - 4, 60))).replaceAll('\n', ' ')}~`;
  });
}

/** Logs with a secret, or the base64 of one, in every line. */
export function oneHitALine(bytes: number, secrets: readonly string[]): Buffer {
  const random = seeded(5);
  return lines(bytes, () => {
    const secret = pick(random, secrets);
    return `${sentence(random)} token=${random(4) === 0 ? Buffer.from(secret).toString('base64') : secret} ${sentence(random)}`;
  });
}

function lines(bytes: number, line: (index: number) => string): Buffer {
  const text = Buffer.alloc(bytes, 0x0a);
  for (let at = 0, index = 0; at < bytes; index += 1) at += text.write(`${line(index)}\n`, at, 'latin1');
  return text;
}

/** Eight kinds, as an environment has them: with a maker's prefix or without, and in several alphabets. */
function key(random: Random, kind: number): string {
  const hexadecimal = '0123456789abcdef';
  switch (kind) {
    case 0: return `sk_live_${letters(random, keyLetters, 24)}`;
    case 1: return `ghp_${letters(random, keyLetters, 36)}`;
    case 2: return `AKIA${letters(random, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`;
    case 3: return letters(random, base64Letters, 40);
    case 4: return letters(random, hexadecimal, 64);
    case 5: return [8, 4, 4, 4, 12].map((length) => letters(random, hexadecimal, length)).join('-');
    case 6: return `postgres://app:${letters(random, keyLetters, 20)}@db.example.com:5432/app`;
    default: return letters(random, `${keyLetters}!$%&*+=?@~`, 20);
  }
}

function pem(random: Random): string {
  const body = letters(random, base64Letters, 1624).match(/.{1,64}/g) ?? [];
  return `-----BEGIN PRIVATE KEY-----\n${body.join('\n')}\n-----END PRIVATE KEY-----\n`;
}

function sentence(random: Random): string {
  return Array.from({ length: 5 + random(6) }, () => pick(random, words)).join(' ');
}

function letters(random: Random, alphabet: string, length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) text += alphabet[random(alphabet.length)];
  return text;
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[random(items.length)] as Item;
}

/** Marsaglia, "Xorshift RNGs" (2003). */
function seeded(seed: number): Random {
  let state = Math.imul(seed, 0x9e3779b1) | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}
