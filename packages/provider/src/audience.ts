import { CarnetError } from './errors/carnet-error.ts';
import { reservedAudienceOwner } from './reserved-audiences.ts';
import type { IdentityDefinition } from './v1/manifest.ts';
import type { Settings } from './v1/settings.ts';

const placeholder = /\{([A-Za-z0-9]+)\}/g;

/** The identity fields that an audience template names. */
export function audienceFields(identity: IdentityDefinition): readonly string[] {
  if (typeof identity.audience !== 'string') return [identity.audience.byField];
  return [...identity.audience.matchAll(placeholder)].map(([, name = '']) => name);
}

/**
 * The audience of the tokens of one workload identity config, computed by the host alone.
 *
 * @throws CarnetError `SETTINGS_INVALID` where a field is missing or the audience would be one that another kind owns
 * @example
 * ```ts
 * import { audienceOf } from '@carnet/provider';
 * const schema = { type: 'object', properties: { address: { type: 'string', format: 'uri' } }, required: ['address'] } as const;
 * audienceOf({ kind: 'acme', schema, audience: '{address}' }, { address: 'https://acme.example:8200/v1' });
 * // 'https://acme.example:8200'
 * ```
 */
export function audienceOf(identity: IdentityDefinition, settings: Settings): string {
  const valueOf = (name: string): string => {
    const value = Object.hasOwn(settings, name) ? settings[name] : undefined;
    if (value === undefined) throw new CarnetError({ code: 'SETTINGS_INVALID', message: `The audience needs the field ${name}, which is not set.` });
    return String(value);
  };
  const rule = identity.audience;
  let audience: string | undefined;
  if (typeof rule !== 'string') {
    const value = valueOf(rule.byField);
    audience = Object.hasOwn(rule.audiences, value) ? rule.audiences[value] : undefined;
    if (audience === undefined) throw new CarnetError({ code: 'SETTINGS_INVALID', message: `No audience is known for this value of ${rule.byField}.` });
  } else {
    audience = rule.replace(placeholder, (_, name: string) => {
      const field = identity.schema.properties[name];
      const value = valueOf(name);
      return field?.type === 'string' && field.format === 'uri' ? originOf(name, value) : value;
    });
  }
  const owner = reservedAudienceOwner(audience);
  if (owner !== undefined && owner !== identity.kind) {
    throw new CarnetError({ code: 'SETTINGS_INVALID', message: `The audience would be one that belongs to ${owner}.` });
  }
  return audience;
}

function originOf(name: string, value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    throw new CarnetError({ code: 'SETTINGS_INVALID', message: `The field ${name} must be an https address without a user.` });
  }
  return url.origin;
}
