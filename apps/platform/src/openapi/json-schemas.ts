import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** The JSON Schemas of a document: those with an id stand once, under `components.schemas`. */
export interface JsonSchemas {
  /** @param direction - what a client sends is closed; what it gets may have fields that it does not know yet */
  of(schema: z.ZodType, direction: 'input' | 'output'): JsonSchema;
  readonly components: Readonly<Record<string, JsonSchema>>;
}

const definitions = '#/$defs/';
const schemas = '#/components/schemas/';

export function createJsonSchemas(): JsonSchemas {
  const components: Record<string, JsonSchema> = {};

  function add(name: string, schema: JsonSchema, direction: 'input' | 'output'): string {
    const known = components[name];
    if (known === undefined || isDeepStrictEqual(known, schema)) {
      components[name] = schema;
      return name;
    }
    // The same schema may say less of what is sent than of what is answered: defaults are optional there.
    const other = direction === 'input' ? `${name}Input` : `${name}Output`;
    if (components[other] !== undefined && !isDeepStrictEqual(components[other], schema)) throw new TypeError(`Two schemas have the id ${name}.`);
    components[other] = schema;
    return other;
  }

  return {
    components,
    of(schema, direction) {
      const { $schema: _, $defs = {}, ...root } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: direction, override: ({ jsonSchema }) => { soften(jsonSchema, direction); } });
      // A definition may refer to another one: names first, then what they say.
      const names = Object.fromEntries(Object.keys($defs).map((name) => [name, name]));
      for (const [name, definition] of Object.entries($defs)) names[name] = add(name, renamed(definition as JsonSchema, names), direction);
      return renamed(root, names);
    },
  };
}

/** A format says it already, and shorter. */
function soften(schema: JsonSchema, direction: 'input' | 'output'): void {
  if (schema.format === 'uuid' || schema.format === 'date-time') delete schema.pattern;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (direction === 'output' && schema.additionalProperties === false) delete schema.additionalProperties;
}

function renamed<T>(value: T, names: Readonly<Record<string, string>>): T {
  return JSON.parse(JSON.stringify(value), (key, each: unknown) => {
    if (key !== '$ref' || typeof each !== 'string' || !each.startsWith(definitions)) return each;
    const name = each.slice(definitions.length);
    return `${schemas}${names[name] ?? name}`;
  }) as T;
}
