import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, lstatSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, posix, win32 } from 'node:path';
import { CarnetError } from '@carnet/provider';
import { writePrivateFile } from '../../export/write-private-file.ts';

/** One platform and who we are there. */
export interface Profile {
  readonly url: string;
  /** A session or an API token. It is sent to `url` alone. */
  readonly token?: string | undefined;
  /** The UUID of the organization that commands work on. */
  readonly organization?: string | undefined;
}

export interface Profiles {
  /** The name of the one that is used when none is named. */
  readonly current: string;
  readonly profiles: Readonly<Record<string, Profile>>;
}

const noProfiles: Profiles = { current: 'default', profiles: {} };
const mostBytes = 1024 * 1024;

/**
 * Where profiles are kept.
 *
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
function profilesPath({ env, platform }: Pick<NodeJS.Process, 'env' | 'platform'>): string {
  if (platform === 'win32') {
    const roaming = env['APPDATA'];
    return win32.join(roaming !== undefined && win32.isAbsolute(roaming) ? roaming : win32.join(homedir(), 'AppData', 'Roaming'), 'carnet', 'profiles.json');
  }
  const config = env['XDG_CONFIG_HOME'];
  const home = env['HOME'];
  const folder = config !== undefined && posix.isAbsolute(config) ? config : posix.join(home !== undefined && posix.isAbsolute(home) ? home : homedir(), '.config');
  return posix.join(folder, 'carnet', 'profiles.json');
}

/**
 * What is there, or no profiles where there is no file.
 *
 * @throws CarnetError `CONFIG_INVALID` for a file that is a link, that others may read, or that holds something else
 */
export function readProfiles(host: Pick<NodeJS.Process, 'env' | 'platform'>): Profiles {
  const path = profilesPath(host);
  checkFolder(path);
  const text = privateText(path);
  return text === undefined ? noProfiles : parsed(text);
}

/** Writes the whole file or nothing, for this user alone. Throws as {@link readProfiles}, and `SECRET_FILE_FAILED`. */
export async function writeProfiles(profiles: Profiles, host: Pick<NodeJS.Process, 'env' | 'platform'>): Promise<void> {
  const path = profilesPath(host);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  checkFolder(path);
  await writePrivateFile(path, `${JSON.stringify({ version: 1, ...profiles }, null, 2)}\n`, { force: true, random: randomBytes });
}

/** Whoever may write into the folder can put another file there. */
function checkFolder(path: string): void {
  const found = lstatSync(dirname(path), { throwIfNoEntry: false });
  if (found === undefined) return;
  if (found.isSymbolicLink()) throw refused('The folder of the profiles is a link.', `Make ${dirname(path)} a folder of its own.`);
  if (isOpen(found.mode, 0o022) || isOthers(found.uid)) throw refused('Somebody else may write into the folder of the profiles.', `chmod 700 ${dirname(path)}`);
}

function privateText(path: string): string | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw code === 'ELOOP' ? refused('The file of the profiles is a link.', `Put the file itself at ${path}.`) : refused('The file of the profiles cannot be read.', `Make ${path} a file of your own.`);
  }
  try {
    const { mode, uid, size, isFile } = ((found) => ({ mode: found.mode, uid: found.uid, size: found.size, isFile: found.isFile() }))(fstatSync(file));
    if (!isFile || size > mostBytes) throw refused('The file of the profiles is no file of ours.', `Remove ${path} and sign in again.`);
    if (isOpen(mode, 0o077) || isOthers(uid)) throw refused('Others may read the file of the profiles, which holds a token.', `chmod 600 ${path}, and sign out and in again if somebody did.`);
    return readFileSync(file, 'utf8');
  } finally {
    closeSync(file);
  }
}

/** Windows keeps what belongs to a user in a folder that others may not open. */
function isOpen(mode: number, mask: number): boolean {
  return process.platform !== 'win32' && (mode & mask) !== 0;
}

function isOthers(uid: number): boolean {
  const own = process.getuid?.();
  return own !== undefined && own !== 0 && uid !== own;
}

function parsed(text: string): Profiles {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused('The file of the profiles is no JSON.', 'Remove it and sign in again.');
  }
  const { version, current, profiles } = recordOf(value) ?? {};
  const entries = Object.entries(recordOf(profiles) ?? {}).map(([name, each]) => [name, profileOf(each)] as const);
  if (version !== 1 || typeof current !== 'string' || entries.some(([, profile]) => profile === undefined)) throw refused('The file of the profiles is of another version.', 'Remove it and sign in again.');
  return { current, profiles: Object.fromEntries(entries) as Record<string, Profile> };
}

function profileOf(value: unknown): Profile | undefined {
  const { url, token, organization } = recordOf(value) ?? {};
  if (typeof url !== 'string' || !isOptionalText(token) || !isOptionalText(organization)) return undefined;
  return { url, ...(token !== undefined && { token }), ...(organization !== undefined && { organization }) };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Readonly<Record<string, unknown>> : undefined;
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

function refused(message: string, hint: string): CarnetError {
  return new CarnetError({ code: 'CONFIG_INVALID', step: 'configure', message, hint });
}
