import { printReference, type Manifest, type Settings, type TrustPlan } from '@carnet/provider';
import { hiddenCharacter } from './comment-lines.ts';
import type { TrustOutputs } from './read-outputs.ts';
import { trustSettings } from './trust-settings.ts';

export interface EntryOptions {
  /** Of the provider. */
  readonly manifest: Manifest;
  /** What the workload identity config and the credential are to be called. Default: the provider's id. */
  readonly name?: string | undefined;
  /** The first of them is the example of a variable. */
  readonly secrets?: readonly string[] | undefined;
  /** Whether the trust allows to write. Default: false. */
  readonly write?: boolean | undefined;
}

/** The entries of a configuration that use a trust. */
export interface ConfigEntry {
  readonly workloadIdentities: Readonly<Record<string, { readonly kind: string } & Settings>>;
  readonly credentials: Readonly<Record<string, { readonly provider: string; readonly identity: string; readonly writable?: true; readonly store?: Settings }>>;
  readonly variables: Readonly<Record<string, { readonly credential: string; readonly secret: string }>>;
}

/**
 * The workload identity config, the credential and one variable that a set-up leads to.
 *
 * @throws CarnetError `INPUT_INVALID` where an output is not what the manifest's fields take
 * @example
 * ```ts
 * import type { Manifest, TrustPlan } from '@carnet/provider';
 * import { configEntry, printEntry, readOutputs } from '@carnet/trust';
 * declare const plan: TrustPlan;
 * declare const manifest: Manifest;
 * declare const printed: string;
 * const source = printEntry(configEntry(plan, readOutputs(printed, plan), { manifest, name: 'production' }));
 * ```
 */
export function configEntry(plan: TrustPlan, outputs: TrustOutputs, { manifest, name = manifest.id, secrets = [], write = false }: EntryOptions): ConfigEntry {
  const { identity, store } = trustSettings(plan, outputs, manifest);
  const [secret = 'api-key'] = secrets;
  return {
    workloadIdentities: { [name]: { kind: manifest.identity?.kind ?? manifest.id, ...identity } },
    credentials: { [name]: { provider: manifest.id, identity: name, ...(write ? { writable: true } : {}), ...(Object.keys(store).length === 0 ? {} : { store }) } },
    variables: { [variableName(secret)]: { credential: name, secret: printReference({ name: secret }) } },
  };
}

/** The entry as it stands in `carnet.config.ts`, between the braces of `defineConfig({ … })`. */
export function printEntry(entry: ConfigEntry): string {
  return Object.entries(entry).map(([section, entries]) => [
    `  ${section}: {`,
    ...Object.entries(entries as object).map(([name, each]) => `    ${key(name)}: ${literal(each)},`),
    '  },',
    '',
  ].join('\n')).join('');
}

function variableName(secret: string): string {
  const name = secret.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '');
  return /^[A-Z]/.test(name) ? name : `SECRET${name === '' ? '' : `_${name}`}`;
}

/** As TypeScript. */
function literal(value: unknown): string {
  if (typeof value === 'string') return hiddenCharacter(value) === undefined && !/['\\\n\t]/.test(value) ? `'${value}'` : escaped(value);
  if (typeof value !== 'object' || value === null) return String(value);
  return `{ ${Object.entries(value).map(([name, each]) => `${key(name)}: ${literal(each)}`).join(', ')} }`;
}

/** JSON leaves some of what a terminal does not show as it is. */
function escaped(text: string): string {
  return JSON.stringify(text).replaceAll(/[^\u0020-\u007e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function key(name: string): string {
  // Written plain or in quotes it would set the prototype, and be no entry.
  if (name === '__proto__') return "['__proto__']";
  return /^[A-Za-z_]\w*$/.test(name) ? name : literal(name);
}
