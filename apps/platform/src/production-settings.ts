import { createIssuer, createIssuerFromEnvironment, IssuerError, loadSigningKeys, type Issuer, type TokenObserver, type UnconfiguredIssuer } from '@carnet/oidc-issuer';
import { randomBytes } from 'node:crypto';
import { readPackageNames } from './providers/package-names.ts';

type Environment = Readonly<Record<string, string | undefined>>;

export interface ProductionSettings {
  readonly issuer: Issuer | UnconfiguredIssuer;
  readonly organizationFile: string;
  readonly organizationKey: Uint8Array;
  /** Names and paths of provider packages besides those of the composition. */
  readonly packages: readonly string[];
  readonly port: number;
  /** What the operator should know at the start, one line each. */
  readonly warnings: readonly string[];
}

export type SettingsResult =
  | { readonly ok: true; readonly settings: ProductionSettings }
  | { readonly ok: false; readonly problems: readonly string[] };

export interface SettingsSources {
  readonly environment: Environment;
  readonly readFile: (path: string) => Promise<Uint8Array>;
  readonly onMint: TokenObserver;
}

const defaultPort = 8080;

/** Reads all settings and tells all that is wrong with them at once, never with a key in it. */
export async function readProductionSettings({ environment, readFile, onMint }: SettingsSources): Promise<SettingsResult> {
  const problems: string[] = [];
  const warnings: string[] = [];
  const value = (name: string): string => environment[name] ?? '';
  const fileOf = async (name: string): Promise<Uint8Array | undefined> => {
    if (value(name) === '') return undefined;
    try {
      const bytes = await readFile(value(name));
      if (bytes.byteLength > 0) return bytes;
      problems.push(`${name}: the file is empty. (SETTINGS_INVALID)`);
    } catch {
      problems.push(`${name}: the file cannot be read. (SETTINGS_INVALID)`);
    }
    return undefined;
  };

  const port = portOf(value('PORT'), problems);
  const organizationFile = value('CARNET_ORGANIZATION_FILE');
  if (organizationFile === '') problems.push('CARNET_ORGANIZATION_FILE: name the JSON file of the organization. (SETTINGS_INVALID)');
  const packages = readPackageNames(value('CARNET_PROVIDERS'), problems);
  const keyFile = await fileOf('OIDC_PRIVATE_KEY_FILE');
  if (value('OIDC_PRIVATE_KEY') !== '' && keyFile !== undefined) problems.push('OIDC_PRIVATE_KEY and OIDC_PRIVATE_KEY_FILE: set one of them. (SETTINGS_INVALID)');
  const key = keyFile === undefined ? value('OIDC_PRIVATE_KEY') : new TextDecoder().decode(keyFile);
  if (key !== '') warnings.push(keyWarning(keyFile === undefined, packages.length > 0));
  const organizationKey = await fileOf('CARNET_ORGANIZATION_KEY_FILE');
  if (organizationKey !== undefined && organizationKey.byteLength < 32) problems.push('CARNET_ORGANIZATION_KEY_FILE: the file must hold at least 32 random bytes. (SETTINGS_INVALID)');
  if (value('CARNET_ORGANIZATION_KEY_FILE') === '') warnings.push('CARNET_ORGANIZATION_KEY_FILE is not set: fingerprints can be compared until the next start only.');

  const issuer = await issuerOf({ OIDC_ISSUER: value('OIDC_ISSUER'), OIDC_PRIVATE_KEY: key, OIDC_KEY_SOURCE: value('OIDC_KEY_SOURCE') }, onMint, keyFile === undefined ? 'OIDC_PRIVATE_KEY' : 'OIDC_PRIVATE_KEY_FILE', problems);
  if (problems.length > 0 || issuer === undefined) return { ok: false, problems };
  if (issuer.problem !== undefined) warnings.push(`${issuer.problem.message} ${issuer.problem.hint}`);
  return { ok: true, settings: { issuer, organizationFile, organizationKey: organizationKey ?? randomBytes(32), packages, port, warnings } };
}

function keyWarning(inEnvironment: boolean, withPackages: boolean): string {
  if (withPackages) {
    return 'Provider packages and commands run as the same user, packages from the start on, and can read that user\'s files and the environment of the start: hand OIDC_PRIVATE_KEY_FILE over as a pipe.';
  }
  if (inEnvironment) {
    return 'OIDC_PRIVATE_KEY came through the environment, and a kickoff\'s command, which runs as the same user, can read that: use OIDC_PRIVATE_KEY_FILE with a file that is gone after the start.';
  }
  return 'A kickoff\'s command runs as the same user and can read the file of OIDC_PRIVATE_KEY_FILE while it is there: remove it after the start, or hand it over as a pipe.';
}

function portOf(text: string, problems: string[]): number {
  if (text === '') return defaultPort;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (port > 65_535) problems.push('PORT: it must be a number from 0 to 65535. (SETTINGS_INVALID)');
  return port;
}

async function issuerOf(
  environment: { readonly OIDC_ISSUER: string; readonly OIDC_PRIVATE_KEY: string; readonly OIDC_KEY_SOURCE: string }, onMint: TokenObserver, keyName: string,
  problems: string[],
): Promise<Issuer | UnconfiguredIssuer | undefined> {
  const known = problems.length;
  // Each by itself first, so that one mistake does not hide the other.
  if (environment.OIDC_ISSUER !== '') await attempt('OIDC_ISSUER', () => createIssuer({ issuer: environment.OIDC_ISSUER }), problems);
  if (environment.OIDC_PRIVATE_KEY !== '') await attempt(keyName, () => loadSigningKeys(environment.OIDC_PRIVATE_KEY), problems);
  if (problems.length > known) return undefined;
  return await attempt('OIDC_KEY_SOURCE', () => createIssuerFromEnvironment(environment, { onMint }), problems);
}

async function attempt<T>(name: string, make: () => T | Promise<T>, problems: string[]): Promise<T | undefined> {
  try {
    return await make();
  } catch (error) {
    if (!IssuerError.isInstance(error)) throw error;
    problems.push(`${name}: ${error.message} ${error.hint} (${error.code})`);
    return undefined;
  }
}
