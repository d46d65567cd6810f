import { resolve } from 'node:path';
import { CarnetError, type SettingsSchema } from '@carnet/provider';
import { readText, readTextFile } from '../../bounded-input.ts';
import { canAsk } from '../../can-ask.ts';
import { askSecret } from '../command/agree.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';

export interface SecretSources extends PlatformOptions {
  readonly secretFrom?: readonly string[];
}

/**
 * The secret fields that were given, and on a terminal those that are needed and were not. No value is ever an argument.
 *
 * @throws CarnetError `INPUT_INVALID`
 */
export async function readSecretFields(schema: SettingsSchema | undefined, options: SecretSources, host: NodeJS.Process, ask: boolean): Promise<Readonly<Record<string, string>>> {
  const fields = Object.entries(schema?.properties ?? {}).flatMap(([name, field]) => (field['x-carnet']?.secret ? [{ name, label: field['x-carnet'].label ?? name }] : []));
  const given: Record<string, string> = {};
  for (const source of options.secretFrom ?? []) {
    const [, name, file] = /^([A-Za-z]\w{0,63})=(.+)$/s.exec(source) ?? [];
    if (name === undefined || file === undefined || !fields.some((field) => field.name === name)) throw wrong('--secret-from names no secret field.', fields.length === 0 ? 'This method has none.' : `Write --secret-from ${fields[0]?.name}=<file>. There is ${fields.map((field) => field.name).join(', ')}.`);
    if (Object.hasOwn(given, name)) throw wrong(`--secret-from names ${name} twice.`);
    const text = file === '-' ? await readText(host, name) : await readTextFile(resolve(host.cwd(), file), 'The file of --secret-from');
    given[name] = text.replace(/\r?\n$/, '');
  }
  const missing = ask ? fields.filter(({ name }) => !Object.hasOwn(given, name) && schema?.required?.includes(name)) : [];
  if (missing.length > 0 && !canAsk(host, options)) throw wrong(`There is nobody to ask for ${missing.map(({ name }) => name).join(' and ')}.`, `Write --secret-from ${missing[0]?.name}=<file>, or - for standard input.`);
  for (const { name, label } of missing) given[name] = await askSecret(label, host);
  return given;
}

function wrong(message: string, hint?: string): CarnetError {
  return new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message, hint });
}
