import { parse } from 'yaml';
import type { Setting } from './setting.ts';

export interface SettingsSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Bytes of a file, at most a megabyte. */
  readonly readFile: (path: string) => Promise<Uint8Array>;
}

/** Settings by the name they have in code. */
export type SettingsTable<T> = { readonly [Name in keyof T]-?: Setting<NonNullable<T[Name]>> };

export interface ReadSettings<T> {
  readonly settings: T;
  /** Where each setting that is not at its standard comes from: `environment`, `file`, or the path of its own file. Never a value. */
  readonly origins: ReadonlyMap<string, string>;
}

export type SettingsResult<T> = { readonly ok: true } & ReadSettings<T> | { readonly ok: false; readonly problems: readonly string[] };

const settingsFile = 'CARNET_SETTINGS_FILE';

/** Reads everything and tells all that is wrong at once. A variable of the environment goes before the settings file. Nothing that was set is repeated. */
export async function readSettings<T extends object>(sources: SettingsSources, table: SettingsTable<T>, needed: readonly (keyof T)[]): Promise<SettingsResult<T>> {
  const problems: string[] = [];
  const refuse = (name: string, sentence: string): void => void problems.push(`${name}: ${sentence} (SETTINGS_INVALID)`);
  const file = await readSettingsFile(sources, refuse);
  const settings: Record<string, unknown> = {};
  const origins = new Map<string, string>();

  const entries = Object.entries<Setting<unknown>>(table);
  for (const [key, setting] of entries) {
    settings[key] = setting.standard;
    const given = await givenText(setting, sources, file, refuse);
    if (given === undefined) {
      if (needed.some((name) => name === key) && setting.standard === undefined) refuse(setting.name, `is needed. ${setting.meaning} Expected: ${setting.form}, such as ${setting.example}.`);
      continue;
    }
    const value = setting.parse(given.text);
    if (value === undefined) refuse(given.name, `must be ${setting.form}, such as ${setting.example}.`);
    else {
      settings[key] = value;
      origins.set(setting.name, given.origin);
    }
  }
  for (const name of strangers(file, entries.map(([, setting]) => setting))) refuse(settingsFile, `there is no setting ${name}.`);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, settings: settings as T, origins };
}

type Refuse = (name: string, sentence: string) => void;

interface Given {
  /** The variable that it was given by. */
  readonly name: string;
  readonly text: string;
  readonly origin: string;
}

async function givenText({ name, secret }: Setting<unknown>, { environment, readFile }: SettingsSources, file: ReadonlyMap<string, string>, refuse: Refuse): Promise<Given | undefined> {
  const direct = environment[name] ?? '';
  const fileName = `${name}_FILE`;
  const path = secret ? environment[fileName] ?? '' : '';
  if (direct !== '' && path !== '') refuse(name, `set ${name} or ${fileName}, not both.`);
  else if (direct !== '') return { name, text: direct.trim(), origin: 'environment' };
  else if (path !== '') {
    const text = await textOf(path, fileName, readFile, refuse);
    return text === undefined ? undefined : { name: fileName, text, origin: path };
  }
  const written = file.get(name);
  if (written !== undefined && written !== '') return { name, text: written.trim(), origin: 'file' };
  const own = file.get(fileName);
  if (!secret || own === undefined) return undefined;
  const text = await textOf(own, fileName, readFile, refuse);
  return text === undefined ? undefined : { name: fileName, text, origin: own };
}

async function textOf(path: string, name: string, readFile: SettingsSources['readFile'], refuse: Refuse): Promise<string | undefined> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)).trim();
    if (text !== '') return text;
    refuse(name, 'the file is empty.');
  } catch {
    refuse(name, 'the file cannot be read as text.');
  }
  return undefined;
}

/** The settings file, YAML or JSON: the same names, each with a text, a number or a list of texts. */
async function readSettingsFile({ environment, readFile }: SettingsSources, refuse: Refuse): Promise<ReadonlyMap<string, string>> {
  const path = environment[settingsFile] ?? '';
  if (path === '') return new Map();
  const text = await textOf(path, settingsFile, readFile, refuse);
  if (text === undefined) return new Map();
  const content = parsed(text);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    refuse(settingsFile, 'the file must hold one mapping of names to values, as YAML or JSON.');
    return new Map();
  }
  return new Map(Object.entries(content).map(([name, value]: [string, unknown]) => [name, Array.isArray(value) ? value.join(',') : String(value)]));
}

function parsed(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}

function strangers(file: ReadonlyMap<string, string>, settings: readonly Setting<unknown>[]): readonly string[] {
  const known = new Set(settings.flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name])));
  return [...file.keys()].filter((name) => !known.has(name)).map((name) => JSON.stringify(name.slice(0, 80)));
}
