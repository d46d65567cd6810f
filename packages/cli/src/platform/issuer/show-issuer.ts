import { exitCodes } from '../../exit-codes.ts';
import { printJson } from '../../print-json.ts';
import { terminalOf } from '../../provider/terminal-text.ts';
import { textRows, textTable } from '../../text-table.ts';
import { reportPlatformFailure } from '../command/with-platform.ts';
import { choosePlatform, type PlatformOptions } from '../connection/choose-platform.ts';
import { platformUrl } from '../connection/platform-url.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';
import { askPlainly } from '../connection/send-request.ts';

export interface IssuerOptions extends PlatformOptions {
  readonly issuer?: string;
}

interface Discovery {
  readonly issuer: string;
  readonly jwks_uri: string;
}

interface Key {
  readonly kid?: string;
  readonly alg?: string;
  readonly use?: string;
  readonly kty?: string;
}

export async function showIssuer(options: IssuerOptions, host: NodeJS.Process): Promise<number> {
  return await withIssuer(options, host, ({ address, discovery, keys }) => {
    if (options.json) {
      printJson(host, { issuer: discovery.issuer, discovery, keys: keys.map(({ kid, alg, use }) => ({ kid, alg, use })) });
      return;
    }
    const terminal = terminalOf(host.stdout);
    host.stdout.write(textRows([
      ['issuer', discovery.issuer], ['keys at', discovery.jwks_uri],
      ['asked at', discovery.issuer === address ? undefined : `${address}, which is another address: clouds ask at the issuer's own`],
    ], terminal));
    host.stdout.write(`\n${textTable(['key id', 'algorithm', 'use'], keys.map(({ kid = '-', alg = '-', use = '-' }) => [kid, alg, use]), terminal)}`);
  });
}

export async function printKeys(options: IssuerOptions, host: NodeJS.Process): Promise<number> {
  return await withIssuer(options, host, ({ discovery, keys }) => {
    if (options.json) printJson(host, { issuer: discovery.issuer, jwks: { keys } });
    else host.stdout.write(`${JSON.stringify({ keys }, null, 2)}\n`);
  });
}

interface Issuer {
  readonly address: string;
  readonly discovery: Discovery;
  readonly keys: readonly Key[];
}

async function withIssuer(options: IssuerOptions, host: NodeJS.Process, work: (issuer: Issuer) => void): Promise<number> {
  try {
    const address = options.issuer === undefined ? choosePlatform(options, host).url : platformUrl(options.issuer, '--issuer');
    const timeoutMs = (options.timeout ?? 60) * 1000;
    const discovery = await documentAt<Discovery>(`${address}/.well-known/openid-configuration`, timeoutMs);
    const { issuer, jwks_uri: keysAt } = discovery;
    if (typeof issuer !== 'string' || typeof keysAt !== 'string') throw wrongDocument('discovery document');
    // The platform serves both documents itself, also where the issuer's own name leads elsewhere from here.
    const { keys } = await documentAt<{ readonly keys: readonly Key[] }>(options.issuer === undefined ? `${new URL(address).origin}${new URL(keysAt).pathname}` : platformUrl(keysAt, 'jwks_uri'), timeoutMs);
    if (!Array.isArray(keys)) throw wrongDocument('JWK Set');
    work({ address, discovery: { ...discovery, issuer, jwks_uri: keysAt }, keys });
    return exitCodes.success;
  } catch (error) {
    return reportPlatformFailure(error, options, host, error instanceof PlatformProblem && error.status !== undefined ? exitCodes.trustFailed : undefined);
  }
}

/** Public: no token goes along. */
async function documentAt<T>(address: string, timeoutMs: number): Promise<Partial<T>> {
  const { status, json } = await askPlainly(new URL(address), { timeoutMs });
  const { detail, hint, code } = json;
  if (status !== 200) throw new PlatformProblem({ code: typeof code === 'string' ? code : 'ANSWER_INVALID', status, message: typeof detail === 'string' ? detail : `${address} answers with ${status}.`, hint: typeof hint === 'string' ? hint : 'Check the address of the issuer.' });
  return json as Partial<T>;
}

function wrongDocument(what: string): PlatformProblem {
  return new PlatformProblem({ code: 'ANSWER_INVALID', status: 200, message: `What is served there is no ${what}.`, hint: 'Check the address of the issuer, and what stands in front of it.' });
}
