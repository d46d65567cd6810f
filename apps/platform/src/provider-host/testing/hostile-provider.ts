export interface HostileProvider {
  readonly id: string;
  /** JavaScript, in front of the provider. */
  readonly before?: string;
  /** Bodies of functions, in place of those that behave. */
  readonly open?: string;
  readonly authenticate?: string;
  readonly read?: string;
  readonly list?: string;
  readonly trust?: string;
}

/** The source of a package that keeps the contract but where it is told otherwise. */
export function hostileProvider({ id, before = '', open = '', authenticate = 'return {};', read = "return { bytes: new TextEncoder().encode(name), version: '1' };", list = "yield { name: 'one' };", trust = 'return {};' }: HostileProvider): string {
  return `
import { defineProvider } from '@carnet/provider';
${before}
const schema = { type: 'object', properties: {} };
export default () => defineProvider({
  manifest: {
    id: '${id}', title: 'Hostile',
    identity: { kind: '${id}', audience: '{address}', schema: { type: 'object', properties: { address: { type: 'string', format: 'uri' } }, required: ['address'] } },
    store: { schema: { type: 'object', properties: { shelf: { type: 'string' } }, required: ['shelf'] } },
    methods: [{ id: 'workload-identity' }], refusedEnvironment: [],
    trust: { schema, formats: [{ id: 'shell', title: 'Shell' }] },
  },
  trust() { ${trust} },
  open(connection, context) {
    ${open}
    return {
      async authenticate({ signal }) { ${authenticate} },
      async read({ name }, { signal }) { ${read} },
      async *list({ signal }) { ${list} },
    };
  },
});
`;
}
