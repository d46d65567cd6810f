import type { Field, SettingsSchema } from '../v1/settings.ts';
import { patternProblem } from './pattern-problem.ts';

const longestString = 65_536;
const longestMatched = 4_096;
const keywords: Record<Field['type'], readonly string[]> = {
  string: ['enum', 'const', 'default', 'minLength', 'maxLength', 'pattern', 'format'],
  number: ['enum', 'const', 'default', 'minimum', 'maximum'],
  integer: ['enum', 'const', 'default', 'minimum', 'maximum'],
  boolean: ['const', 'default'],
};
const formats = ['uri', 'uuid', 'hostname', 'email'];
const fieldName = /^[a-z][A-Za-z0-9]{0,63}$/;

function fieldProblem(field: Field, schema: SettingsSchema, allowSecret: boolean): string | undefined {
  if (!field || !Object.hasOwn(keywords, field.type)) return 'its type is not string, number, integer or boolean';
  const allowed = ['type', 'description', 'x-carnet', ...keywords[field.type]];
  const unknown = Object.keys(field).find((keyword) => !allowed.includes(keyword));
  if (unknown) return `it uses the keyword ${unknown}, which is outside the subset`;
  if (field.type === 'string') {
    if (field.format !== undefined && !formats.includes(field.format)) return 'its format is not uri, uuid, hostname or email';
    if (field.maxLength !== undefined && field.maxLength > longestString) return `its maxLength is above ${longestString}`;
    if (field.pattern !== undefined) {
      if (field.maxLength === undefined || field.maxLength > longestMatched) return `it has a pattern and no maxLength of at most ${longestMatched}`;
      const problem = patternProblem(field.pattern, field.maxLength);
      if (problem) return problem;
    }
  }
  const presentation = field['x-carnet'];
  if (presentation?.secret !== undefined && typeof presentation.secret !== 'boolean') return 'its secret is not true or false';
  if (presentation?.secret && !allowSecret) return 'it is marked secret, which is legal in the schema of a method alone';
  if (presentation?.secret && (field.default !== undefined || field.const !== undefined)) return 'it is secret and carries a value';
  if (presentation?.showWhen && !Object.hasOwn(schema.properties, presentation.showWhen.field)) return 'its showWhen names no field';
  return undefined;
}

/** Every way in which a schema leaves the subset, one sentence each. */
export function schemaProblems(schema: SettingsSchema, allowSecret: boolean): readonly string[] {
  if (schema?.type !== 'object' || typeof schema.properties !== 'object') return ['the schema is not a flat object'];
  const unknown = Object.keys(schema).filter((keyword) => !['type', 'properties', 'required'].includes(keyword));
  return [
    ...unknown.map((keyword) => `the schema uses the keyword ${keyword}, which is outside the subset`),
    ...(schema.required ?? []).filter((name) => !Object.hasOwn(schema.properties, name)).map((name) => `the required field ${name} does not exist`),
    ...Object.entries(schema.properties).flatMap(([name, field]) => {
      const problem = fieldName.test(name) ? fieldProblem(field, schema, allowSecret) : 'its name is not camelCase';
      return problem ? [`field ${name}: ${problem}`] : [];
    }),
  ];
}
