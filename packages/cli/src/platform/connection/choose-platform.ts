import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { CarnetError } from '@carnet/provider';
import { platformUrl } from './platform-url.ts';
import { readProfiles } from './profile-file.ts';

/** The flags of every command that asks a platform. */
export interface PlatformOptions {
  readonly profile?: string;
  readonly url?: string;
  readonly org?: string;
  readonly token?: string;
  /** Seconds. */
  readonly timeout?: number;
  readonly json?: boolean;
  /** False: nothing is asked, not even on a terminal. */
  readonly input?: boolean;
}

/** Which platform, and as whom. */
export interface ChosenPlatform {
  readonly url: string;
  readonly token: string | undefined;
  /** A name or an id, as it was given. */
  readonly organization: string | undefined;
  readonly profile: string;
}

type Host = Pick<NodeJS.Process, 'env' | 'platform' | 'cwd' | 'stderr'>;

/**
 * What flags, the environment and the profile say, in this order. A file `.env` is none of them: whoever can write into the working directory
 * would choose where the token goes.
 *
 * @throws CarnetError `INPUT_INVALID`, `CONFIG_INVALID`, `CONFIG_NOT_FOUND`, `REFUSED_ENVIRONMENT`
 */
export function choosePlatform(options: PlatformOptions, host: Host, { isNewProfile = false }: { readonly isNewProfile?: boolean } = {}): ChosenPlatform {
  const { env, stderr } = host;
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    throw new CarnetError({ code: 'REFUSED_ENVIRONMENT', step: 'configure', message: 'NODE_TLS_REJECT_UNAUTHORIZED is 0: nobody would look whom the token goes to.', hint: 'Unset it. Name the certificate authority of the platform in NODE_EXTRA_CA_CERTS.' });
  }
  // A program reads standard error as one object.
  if (options.token !== undefined && !options.json) stderr.write('carnet: --token stands in the list of processes and in the history of the shell. Set CARNET_TOKEN or CARNET_TOKEN_FILE.\n');
  const { current, profiles } = readProfiles(host);
  const name = options.profile ?? env['CARNET_PROFILE'] ?? current;
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (options.profile !== undefined && profile === undefined && !isNewProfile) throw missing(`There is no profile '${name.slice(0, 100)}'.`, 'Make one with carnet login --profile <name> --url <address>.');
  const given = options.url ?? env['CARNET_URL'];
  if (given === undefined && profile === undefined) throw missing('It is not said which platform is meant.', 'Sign in with carnet login --url <address>, or set CARNET_URL.');
  const url = platformUrl(given ?? profile?.url ?? '', options.url !== undefined ? '--url' : given !== undefined ? 'CARNET_URL' : 'The address in the profile');
  // What belongs to one platform is not shown to another.
  const own = profile?.url === url ? profile : undefined;
  return { url, token: checkedToken(options.token ?? tokenOfEnvironment(host) ?? own?.token), organization: options.org ?? env['CARNET_ORG'] ?? own?.organization, profile: name };
}

function tokenOfEnvironment({ env, cwd }: Host): string | undefined {
  const [token, file] = [env['CARNET_TOKEN'], env['CARNET_TOKEN_FILE']];
  if (token !== undefined && file !== undefined) throw new CarnetError({ code: 'CONFIG_INVALID', step: 'configure', message: 'Both CARNET_TOKEN and CARNET_TOKEN_FILE are set.', hint: 'Unset one of them.' });
  if (file === undefined) return token;
  const path = resolve(cwd(), file);
  try {
    if (!statSync(path).isFile()) throw new Error('no file');
    return readFileSync(path, 'utf8').trim();
  } catch {
    throw new CarnetError({ code: 'CONFIG_INVALID', step: 'configure', message: 'The file of CARNET_TOKEN_FILE cannot be read.', hint: 'Name a file that is there and that you may read.' });
  }
}

/** What cannot be a header would throw with its text in the error. */
export function checkedToken(token: string | undefined): string | undefined {
  if (token === undefined || /^[\x21-\x7e]{8,4096}$/.test(token)) return token;
  throw new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message: 'What was given as the token is none.', hint: 'A token is one word of at least 8 characters, without a line break.' });
}

function missing(message: string, hint: string): CarnetError {
  return new CarnetError({ code: 'CONFIG_NOT_FOUND', step: 'configure', message, hint });
}
