import type { Field, IdentityDefinition, Manifest, SettingsSchema } from '@carnet/provider';
import type { Conformance } from '../conformance.ts';

export interface NamedField {
  /** `store.region` */
  readonly place: string;
  readonly name: string;
  readonly field: Field;
}

/** The definition of the kind of identity, from whichever package it comes. */
export function identityOf({ conformance, manifest }: { readonly conformance: Conformance; readonly manifest: Manifest }): IdentityDefinition | undefined {
  return conformance.identity ?? (manifest.identity && 'schema' in manifest.identity ? manifest.identity : undefined);
}

/** Every field that the manifest itself defines. */
export function fieldsOf({ identity, store, methods }: Manifest): readonly NamedField[] {
  const of = (place: string, schema: SettingsSchema | undefined): readonly NamedField[] =>
    Object.entries(schema?.properties ?? {}).map(([name, field]) => ({ place: `${place}.${name}`, name, field }));
  return [
    ...of('identity', identity && 'schema' in identity ? identity.schema : undefined),
    ...of('store', store.schema),
    ...methods.flatMap(({ id, schema }) => of(id, schema)),
  ];
}

/** Every text that a person reads, by its place. */
export function textsOf(manifest: Manifest): readonly (readonly [place: string, text: string])[] {
  const texts: readonly (readonly [string, unknown])[] = [
    ['title', manifest.title],
    ...manifest.methods.map(({ id, title }) => [`${id}.title`, title] as const),
    ...fieldsOf(manifest).flatMap(({ place, field: { description, 'x-carnet': shown } }) => [
      [`${place}.description`, description] as const,
      [`${place}.label`, shown?.label] as const,
      [`${place}.help`, shown?.help] as const,
      [`${place}.group`, shown?.group] as const,
    ]),
  ];
  return texts.filter((entry): entry is readonly [string, string] => typeof entry[1] === 'string');
}
