import { CarnetError } from '@carnet/provider';
import { docker } from './docker.ts';
import { dotenv } from './dotenv.ts';
import type { ExportedValue, ExportFormat } from './export-format.ts';
import { github } from './github.ts';
import { json, yaml } from './json.ts';
import { shell } from './shell.ts';

export type FormatName = 'dotenv' | 'shell' | 'json' | 'yaml' | 'docker' | 'github';

const formats: Readonly<Record<FormatName, ExportFormat>> = { dotenv, shell, json, yaml, docker, github };

/**
 * The variables as the reader of the format takes them: all, each exactly, or none.
 *
 * @throws CarnetError `SECRET_NOT_TEXT`, naming every variable that the format cannot carry
 */
export function renderExport(name: FormatName, variables: readonly ExportedValue[], random: (size: number) => Uint8Array): string {
  const format = formats[name];
  const problems = variables.flatMap((variable) => {
    const problem = format.problem?.(variable);
    return problem === undefined ? [] : [`${variable.name} has ${problem}, which ${format.reader} cannot carry.`];
  });
  if (problems.length === 0) return format.render(variables, random);
  throw new CarnetError({
    code: 'SECRET_NOT_TEXT', step: 'inject', message: problems.join(' '), hint: "Use another format (json carries every text), or set encoding: 'base64' on a variable that a store holds.",
  });
}
