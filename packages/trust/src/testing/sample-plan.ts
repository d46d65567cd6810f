import type { Manifest, TrustPlan } from '@carnet/provider';

/** A store of nobody's, with a document in every language. */
export const sampleManifest: Manifest = {
  id: 'acme',
  title: 'Acme Safe',
  identity: {
    kind: 'acme', audience: 'urn:acme',
    schema: { type: 'object', properties: { tenantId: { type: 'string', format: 'uuid' }, clientId: { type: 'string', format: 'uuid' } }, required: ['tenantId', 'clientId'] },
  },
  store: { schema: { type: 'object', properties: { safe: { type: 'string' } } } },
  methods: [{ id: 'workload-identity' }],
  refusedEnvironment: [],
};

export function samplePlan(more: Partial<TrustPlan> = {}): TrustPlan {
  const tearDown = [{ title: 'Remove the client', text: 'acme client delete carnet >/dev/null' }];
  return {
    audience: 'urn:acme',
    resources: [{ type: 'acme.client', name: 'carnet' }],
    documents: [
      {
        format: 'acme', language: 'shell', tearDown,
        setUp: [
          { title: 'Create the client', why: 'It is what the token becomes.', text: 'CLIENT_ID=$(acme client create carnet)' },
          { title: 'Print what Carnet needs', text: `printf '{"tenantId":"%s","clientId":"%s"}\\n' "$TENANT" "$CLIENT_ID"` },
        ],
      },
      { format: 'terraform', language: 'hcl', setUp: [{ title: 'The client', text: 'resource "acme_client" "carnet" {\n  name = "carnet"\n}\n' }], tearDown: [{ title: 'Destroy it', text: 'terraform destroy' }] },
      { format: 'bicep', language: 'bicep', setUp: [{ title: 'The client', text: "param name string = 'carnet'" }], tearDown },
      { format: 'stack', language: 'yaml', setUp: [{ title: 'The client', text: 'Resources:\n  Client:\n    Type: Acme::Client' }], tearDown },
      { format: 'portal', language: 'steps', setUp: [{ title: 'Open the client page', why: 'It is there.', text: 'Name: `carnet`' }], tearDown: [{ title: 'Delete it', text: 'Press **Delete**.' }] },
    ],
    outputs: { tenantId: ['tenant'], clientId: ['appId', 'Client.Id'] },
    identity: { tenantId: '{tenantId}', clientId: '{clientId}' },
    store: { safe: 'main' },
    notes: ['Listing is not allowed: no autocomplete.'],
    ...more,
  };
}
