import { lines, type ExportFormat } from './export-format.ts';

export const json: ExportFormat = {
  reader: 'a JSON parser',
  render: (variables) => `${JSON.stringify(Object.fromEntries(variables.map(({ name, value }) => [name, value])), undefined, 2)}\n`,
};

/** JSON's strings are YAML's too, in 1.1 and 1.2, once the characters are escaped that YAML folds or refuses. Quoted names stay text (`NO`, `Y`). */
export const yaml: ExportFormat = {
  reader: 'a YAML parser',
  render: (variables) => (variables.length === 0 ? '{}\n' : lines(variables, ({ name, value }) => `${JSON.stringify(name)}: ${yamlString(value)}`)),
};

function yamlString(value: string): string {
  return JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
