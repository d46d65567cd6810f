import { z } from 'zod';
import { givenSettings, uuid } from '../records/answer-schemas.ts';

/** What a credential is made of, as somebody sends it. */
export interface CredentialFields {
  readonly name: z.ZodString;
  readonly provider: z.ZodString;
  readonly method: z.ZodString;
  readonly workloadIdentityConfigId: z.ZodNullable<z.ZodString>;
  readonly store: typeof givenSettings;
  readonly settings: typeof givenSettings;
  readonly secrets: z.ZodRecord<z.ZodString, z.ZodNullable<z.ZodString>>;
  readonly default: z.ZodBoolean;
  readonly writable: z.ZodBoolean;
}

export const credentialFields: CredentialFields = {
  name: z.string().max(100),
  provider: z.string().max(40),
  method: z.string().max(40).describe('One of the provider’s methods. `workload-identity` stores no secret.'),
  workloadIdentityConfigId: uuid.nullable().describe('Of the method workload-identity alone. Left out: the default of its kind.'),
  store: givenSettings.describe('The store’s address: the fields of the provider’s store schema.'),
  settings: givenSettings.describe('The method’s fields that are not secret.'),
  secrets: z.record(z.string().max(64), z.string().max(65_536).nullable()).describe('The method’s secret fields. Never sent back. Blank or left out keeps what is stored for this target, null drops it.'),
  default: z.boolean().describe('What variables with the provider’s default read through.'),
  writable: z.boolean().describe('Whether secrets may be written and removed through it.'),
};

/** A body that makes one. */
export const newCredential: z.ZodObject<{
  name: z.ZodString; provider: z.ZodString; method: z.ZodString; workloadIdentityConfigId: z.ZodOptional<z.ZodNullable<z.ZodString>>; store: z.ZodDefault<typeof givenSettings>; settings: z.ZodDefault<typeof givenSettings>;
  secrets: z.ZodDefault<CredentialFields['secrets']>; default: z.ZodDefault<z.ZodBoolean>; writable: z.ZodDefault<z.ZodBoolean>;
}, z.core.$strict> = z.strictObject({
  ...credentialFields, workloadIdentityConfigId: credentialFields.workloadIdentityConfigId.optional(), store: credentialFields.store.default({}), settings: credentialFields.settings.default({}),
  secrets: credentialFields.secrets.default({}), default: credentialFields.default.default(false), writable: credentialFields.writable.default(false),
});
