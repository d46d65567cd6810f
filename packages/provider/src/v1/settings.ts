/** What a person typed into a form or a configuration file, after its schema accepted it. */
export type Settings = Readonly<Record<string, string | number | boolean>>;

/** How the console, the command line and the docs page show a field. Labels are plain text; links are https. */
export interface FieldPresentation {
  readonly label: string;
  readonly help?: string;
  /** The only mark of a secret. Legal in the schema of a method alone. */
  readonly secret?: boolean;
  readonly group?: string;
  readonly showWhen?: { readonly field: string; readonly equals: string | number | boolean };
  readonly suggest?: readonly string[];
}

interface FieldBase {
  readonly description?: string;
  readonly 'x-carnet'?: FieldPresentation;
}

/** `maxLength` is at most 65,536; beside a `pattern` it is mandatory and at most 4,096. */
export interface StringField extends FieldBase {
  readonly type: 'string';
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly default?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** At most 200 characters, anchored with ^ and $, without backreference, look-around or quantified group, and at most 10^7 ways to match a value. */
  readonly pattern?: string;
  readonly format?: 'uri' | 'uuid' | 'hostname' | 'email';
}

export interface NumberField extends FieldBase {
  readonly type: 'number' | 'integer';
  readonly enum?: readonly number[];
  readonly const?: number;
  readonly default?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface BooleanField extends FieldBase {
  readonly type: 'boolean';
  readonly const?: boolean;
  readonly default?: boolean;
}

export type Field = StringField | NumberField | BooleanField;

/**
 * The subset of JSON Schema 2020-12 that a manifest may use: one flat object. `additionalProperties: false` is implied.
 *
 * @see https://json-schema.org/draft/2020-12
 */
export interface SettingsSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, Field>>;
  readonly required?: readonly string[];
}

/** One field that a schema, or a provider's `validate`, does not accept. Never holds the value. */
export interface SettingsProblem {
  readonly field: string;
  readonly problem: string;
  /** Which schema the field belongs to, where two of them know the name. */
  readonly of?: 'identity' | 'store' | 'method' | undefined;
}
