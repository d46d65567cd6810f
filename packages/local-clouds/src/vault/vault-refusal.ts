import { jsonAnswer, type Answer } from '../network/exchange.ts';

/** Thrown where a server refuses; holds the answer. Without a text, the list of errors is empty, as in most of Vault's 404. */
export class VaultRefusal extends Error {
  readonly answer: Answer;

  constructor(status: number, text?: string, headers?: Readonly<Record<string, string>>) {
    super(String(status));
    this.answer = jsonAnswer(status, { errors: text === undefined ? [] : [text] }, { 'cache-control': 'no-store', 'content-type': 'application/json', ...headers });
  }
}

/** How Vault words what several of its parts refused, or what one of them refused on its own. */
export function several(...texts: readonly string[]): string {
  const count = texts.length === 1 ? '1 error' : `${texts.length} errors`;
  return `${count} occurred:\n${texts.map((text) => `\t* ${text}\n`).join('')}\n`;
}

/** 400: what was sent is refused. */
export function badRequest(text: string): VaultRefusal {
  return new VaultRefusal(400, text);
}

/** 400 for a field or setting that real servers take, so that nobody believes it to be in force here. */
export function notImitated(what: string): VaultRefusal {
  return badRequest(`${what} is not imitated by the local clouds`);
}

export function tokenMissing(): VaultRefusal {
  return new VaultRefusal(403, 'permission denied');
}

export function tokenInvalid(): VaultRefusal {
  return new VaultRefusal(403, several('permission denied', 'invalid token'));
}

export function permissionDenied(): VaultRefusal {
  return new VaultRefusal(403, several('permission denied'));
}

export function notFound(): VaultRefusal {
  return new VaultRefusal(404);
}

export function noHandler(path: string): VaultRefusal {
  return new VaultRefusal(404, `no handler for route ${JSON.stringify(path)}. route entry not found.`);
}

export function unsupportedPath(): VaultRefusal {
  return new VaultRefusal(404, several('unsupported path'));
}

export function unsupportedOperation(): VaultRefusal {
  return new VaultRefusal(405, several('unsupported operation'));
}

export function serverSealed(): VaultRefusal {
  return new VaultRefusal(503, 'Vault is sealed');
}

export function rateLimited(path: string, retryAfterSeconds: number | undefined): VaultRefusal {
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return new VaultRefusal(429, `request path ${JSON.stringify(path)}: rate limit quota exceeded`, headers);
}
