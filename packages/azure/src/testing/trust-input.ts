import type { TrustDocument, TrustInput, TrustPlan } from '@carnet/provider';

export const trustInput: TrustInput = {
  issuer: 'https://id.example.test',
  subject: 'organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11',
  settings: { vault: 'orders-kv' },
  secrets: ['db_password', 'api-key'],
  list: false,
  write: false,
};

export function documentOf(plan: TrustPlan, format: string): TrustDocument {
  const document = plan.documents.find((each) => each.format === format);
  if (!document) throw new TypeError(`The plan has no ${format}.`);
  return document;
}
