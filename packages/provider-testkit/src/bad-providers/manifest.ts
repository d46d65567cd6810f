import type { AuthenticationMethod, Field, IdentityDefinition, Manifest, StringField } from '@carnet/provider';
import { manifest as good } from '../reference/manifest.ts';
import { badAcme, type BadProvider } from './bad-provider.ts';

const withSafe = (changes: Partial<StringField>) => (manifest: Manifest): Manifest => {
  const { safe, ...others } = manifest.store.schema.properties;
  return { ...manifest, store: { schema: { ...manifest.store.schema, properties: { ...others, safe: { ...safe, ...changes } as Field } } } };
};
const withShown = (changes: object): ((manifest: Manifest) => Manifest) =>
  (manifest) => withSafe({ 'x-carnet': { label: 'Safe', help: 'The safe that holds the secrets.', ...changes } })(manifest);
const withMethod = (method: AuthenticationMethod) => (manifest: Manifest): Manifest => ({ ...manifest, methods: [...manifest.methods, method] });

const known = (): readonly string[] => ['production', 'staging'];

export const badManifests: readonly BadProvider[] = [
  badAcme('manifest.specification-version', 'is written against a contract that is not there yet', { provider: () => ({ specificationVersion: 'v2' as 'v1' }) }),
  badAcme('manifest.plain-data', 'computes what it suggests', { manifest: withShown({ suggest: known }) }),
  badAcme('manifest.size', 'carries its whole manual in a description', { manifest: withSafe({ description: 'The safe. '.repeat(30_000) }) }),
  badAcme('manifest.size', 'counts characters where bytes count', { manifest: withSafe({ description: 'Трезор. '.repeat(20_000) }) }),
  badAcme('manifest.entry', 'was renamed in one of the two places', { conformance: { manifest: { ...good, title: 'Acme Vault' } } }),
  badAcme('manifest.ids', 'names its kind of identity as a class', { manifest: (manifest) => ({ ...manifest, identity: { ...(manifest.identity as IdentityDefinition), kind: 'AcmeSafe' } }) }),
  badAcme('manifest.ids', 'has two methods of the same id', { manifest: withMethod({ id: 'workload-identity' }) }),
  badAcme('manifest.schema', 'has a pattern that can run away', { manifest: withSafe({ pattern: '^(?:[a-z][a-z0-9]*-?)+$' }) }),
  badAcme('manifest.schema', 'uses a keyword outside of the subset', { manifest: withSafe({ examples: ['production'] } as Partial<StringField>) }),
  badAcme('manifest.audience', 'makes the audience of a field that may be missing', {
    manifest: (manifest) => ({ ...manifest, identity: { ...(manifest.identity as IdentityDefinition), schema: { ...(manifest.identity as IdentityDefinition).schema, required: [] } } }),
  }),
  badAcme('manifest.secrets', 'marks a field of the store as a secret', { manifest: withShown({ secret: true }) }),
  badAcme('manifest.unmarked-secrets', 'takes a token in a field that shows it', {
    manifest: (manifest) => ({
      ...manifest,
      methods: manifest.methods.map((method) => ({ ...method, schema: { type: 'object', properties: { token: { type: 'string', maxLength: 200, 'x-carnet': { label: 'Token', help: 'A token of the service.' } } } } })),
    }),
  }),
  badAcme('manifest.labels', 'leaves a field without a label', { manifest: withShown({ label: '' }) }),
  badAcme('manifest.help', 'leaves a field without help', { manifest: withSafe({ 'x-carnet': { label: 'Safe' } }) }),
  badAcme('manifest.plain-text', 'writes its help in HTML', { manifest: withShown({ help: 'The <b>safe</b> that holds the secrets.' }) }),
  badAcme('manifest.plain-text', 'writes its help in Markdown', { manifest: withShown({ help: 'See [the manual](https://acme.example/manual).' }) }),
  badAcme('manifest.plain-text', 'turns the direction of its label around', { manifest: withShown({ label: '\u202eefas' }) }),
  badAcme('manifest.links', 'links to its manual over http', { manifest: withShown({ help: 'See http://acme.example/manual.' }) }),
];
