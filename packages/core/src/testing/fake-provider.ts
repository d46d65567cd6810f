import { CarnetError, defineProvider, type Manifest, type Provider, type ProviderContext, type SecretStore, type StoreReference, type SubjectTokenSource } from '@carnet/provider';

export const fakeManifest: Manifest = {
  id: 'fake',
  title: 'Fake',
  identity: {
    kind: 'fake',
    schema: { type: 'object', properties: { tenant: { type: 'string' } }, required: ['tenant'] },
    audience: 'https://fake.example',
  },
  store: { schema: { type: 'object', properties: { vault: { type: 'string' } } } },
  methods: [
    { id: 'workload-identity' },
    { id: 'key', schema: { type: 'object', properties: { user: { type: 'string' }, key: { type: 'string', 'x-carnet': { label: 'Key', secret: true } } }, required: ['key'] } },
  ],
  refusedEnvironment: ['FAKE_ENDPOINT', 'FAKE_URL_*'],
};

export const notFound = ({ name }: StoreReference): CarnetError => new CarnetError({ code: 'SECRET_NOT_FOUND', message: `There is no secret '${name}'.` });

export const textBytes = (text: string): Uint8Array => new TextEncoder().encode(text);

export interface FakeCalls {
  authenticate: number;
  tokens: number;
  readonly reads: string[];
  readonly contexts: ProviderContext[];
}

/** Trades a subject token once per session, then reads from the map. `store` replaces parts. */
export function fakeProvider(
  secrets: Readonly<Record<string, string>> = {},
  store: (context: ProviderContext) => Partial<SecretStore> = () => ({}),
  parts: Partial<Provider> = {},
): { readonly provider: Provider; readonly calls: FakeCalls } {
  const calls: FakeCalls = { authenticate: 0, tokens: 0, reads: [], contexts: [] };
  const provider = {
    ...defineProvider({
      manifest: fakeManifest,
      open: (connection, context) => {
        calls.contexts.push(context);
        return {
          async authenticate({ signal }) {
            calls.authenticate += 1;
            if (connection.method !== 'workload-identity' || context.session.has('credential')) return {};
            calls.tokens += 1;
            context.session.set('credential', (await context.subjectToken({ signal })).length);
            return { principal: 'fake' };
          },
          async read(reference) {
            calls.reads.push(reference.name);
            const value = Object.hasOwn(secrets, reference.name) ? secrets[reference.name] : undefined;
            if (value === undefined) throw notFound(reference);
            return { bytes: textBytes(value), version: reference.version ?? '1' };
          },
          ...store(context),
        };
      },
    }),
    ...parts,
  };
  return { provider, calls };
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token whose claims can be read; nobody here checks signatures. */
function unsignedToken(claims: Readonly<Record<string, unknown>>): string {
  return `${part({ alg: 'RS256', kid: 'key-1' })}.${part(claims)}.c2lnbmF0dXJl`;
}

export const fakeTokens: SubjectTokenSource = {
  subjectToken: async ({ audience }) => unsignedToken({ iss: 'https://issuer.example', sub: 'organization:6f9619ff', aud: audience, iat: 1, exp: 2 }),
};
