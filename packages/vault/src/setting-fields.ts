import type { StringField } from '@carnet/provider';

const mountPattern = '^[A-Za-z0-9_][A-Za-z0-9_./-]*$';

export const addressField: StringField = {
  type: 'string',
  format: 'uri',
  maxLength: 280,
  pattern: String.raw`^https://[a-z0-9.:\[\]-]+$`,
  'x-carnet': { label: 'Address', help: 'Address of the server or its load balancer, https://host or https://host:port, in lower case and without a path.', group: 'Server' },
};

export const namespaceField: StringField = {
  type: 'string',
  maxLength: 200,
  pattern: '^[A-Za-z0-9_][A-Za-z0-9_./ -]*$',
  'x-carnet': { label: 'Namespace', help: 'For a server with namespaces alone: the path of the namespace, for example admin/team.', group: 'Server' },
};

export const authMountField: StringField = {
  type: 'string',
  default: 'jwt',
  maxLength: 200,
  pattern: mountPattern,
  'x-carnet': { label: 'Auth mount', help: 'Where the JWT auth method is mounted, below auth/ and without a slash at its ends.', group: 'JWT auth', suggest: ['jwt'] },
};

export const roleField: StringField = {
  type: 'string',
  maxLength: 128,
  pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]*$',
  'x-carnet': { label: 'Role', help: 'Role of the JWT auth method to log in as.', group: 'JWT auth' },
};

export const kvMountField: StringField = {
  type: 'string',
  default: 'secret',
  maxLength: 200,
  pattern: mountPattern,
  'x-carnet': { label: 'KV mount', help: 'Where the KV secrets engine, version 2, is mounted, without a slash at its ends.', group: 'Secrets', suggest: ['secret', 'kv'] },
};

export const pathField: StringField = {
  type: 'string',
  maxLength: 200,
  pattern: String.raw`^[^\u0000-\u001f\u007f%\\?#]+$`,
  'x-carnet': { label: 'Folder', help: 'Folder in front of every name, for example teams/orders, without a slash at its ends. Leave it empty for the whole mount.', group: 'Secrets' },
};

export const entryField: StringField = {
  type: 'string',
  maxLength: 200,
  pattern: String.raw`^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+$`,
  'x-carnet': { label: 'Field', help: 'Field of each entry that is the value, for example value. Leave it empty to read the entry as a JSON object and take fields with name#key.', group: 'Secrets', suggest: ['value', 'password'] },
};
