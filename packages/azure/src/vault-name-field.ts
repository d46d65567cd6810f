import type { StringField } from '@carnet/provider';

export const vaultNameField: StringField = {
  type: 'string',
  maxLength: 24,
  pattern: '^[a-zA-Z0-9][a-zA-Z0-9-]{1,22}[a-zA-Z0-9]$',
};
