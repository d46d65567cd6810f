import type { Failure, SentToken } from '@carnet/provider';

/** One word for a POSIX shell, whatever is in it. Zsh takes a leading `=` for a command. */
export function shellQuote(text: string): string {
  return /^[A-Za-z0-9_./:@-][A-Za-z0-9_./:=@-]*$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function settingOf(settings: Failure['identity'], field: string): string | undefined {
  const value = settings !== undefined && Object.hasOwn(settings, field) ? settings[field] : undefined;
  return value === undefined || value === '' ? undefined : String(value);
}

/** Where a command goes. */
type Server = Pick<Failure, 'identity' | 'methodSettings'>;

const serverSetting = ({ identity, methodSettings }: Server, field: string): string | undefined => settingOf(identity, field) ?? settingOf(methodSettings, field);

/** `vault <command> -address=… -namespace=…`: options stand before all else, and what follows is no option. */
export function vaultCommand(failure: Server, command: string, words: readonly string[]): string {
  const address = serverSetting(failure, 'address');
  const namespace = serverSetting(failure, 'namespace');
  const options = [...(address === undefined ? [] : [`-address=${address}`]), ...(namespace === undefined ? [] : [`-namespace=${namespace}`])];
  return `vault ${command} ${[...options, ...words].map(shellQuote).join(' ')}`.trimEnd();
}

export const authPath = ({ identity }: Server): string => `auth/${settingOf(identity, 'mount') ?? 'jwt'}`;
const roleName = ({ identity }: Server): string => settingOf(identity, 'role') ?? 'ROLE';
export const rolePath = (failure: Server): string => `${authPath(failure)}/role/${roleName(failure)}`;
export const kvMount = ({ store }: Failure): string => settingOf(store, 'mount') ?? 'secret';

/** The entry below its mount, or the folder where no secret is named. */
export function kvPath({ store, reference }: Failure): string {
  return [settingOf(store, 'path'), reference?.name].filter((part) => part !== undefined).join('/');
}

export function trustValues(token: SentToken | undefined): { readonly sent?: Record<string, string> } {
  return token ? { sent: { issuer: token.issuer, subject: token.subject, audience: token.audience } } : {};
}
