import type { IdentityDefinition } from '@carnet/provider';

/** What a token's audience is, a row each: with the value of a field where that decides. */
export function audienceRows({ audience, schema }: IdentityDefinition): readonly { readonly when: string | undefined; readonly audience: string }[] {
  if (typeof audience !== 'string') return Object.entries(audience.audiences).map(([value, each]) => ({ when: `${audience.byField} is ${value}`, audience: each }));
  const [, only = ''] = /^\{([A-Za-z0-9]+)\}$/.exec(audience) ?? [];
  const field = Object.hasOwn(schema.properties, only) ? schema.properties[only] : undefined;
  return [{ when: undefined, audience: field?.type === 'string' && field.format === 'uri' ? `the origin of ${only}, https://host[:port]` : audience }];
}
