import type { Access } from '../access/principal.ts';

const bearer = (format: string, description: string): object => ({ type: 'http', scheme: 'bearer', bearerFormat: format, description });

/** One scheme for each kind of credential: none stands in for another. */
export const securitySchemes = {
  person: bearer('session', 'A person who signed in with `carnet login`.'),
  personInBrowser: { type: 'apiKey', in: 'cookie', name: '__Secure-carnet.session_token', description: 'A person who signed in with a browser. Changes need the Origin of the server, too.' },
  apiToken: bearer('carnet_api_…', 'A token of an organization with its own scopes. It ends with the membership of who made it.'),
  deploymentToken: bearer('carnet_dep_…', 'A token of one automation: it starts kickoffs and reads them.'),
  workerToken: bearer('carnet_wkr_…', 'What a worker got when it joined.'),
  joinToken: bearer('carnet_join_…', 'Lets one worker join, once.'),
} as const;

type SchemeName = keyof typeof securitySchemes;

/** Which credentials open a route. */
export function securityOf(access: Access): readonly Readonly<Record<string, readonly never[]>>[] {
  return schemesOf(access).map((name) => ({ [name]: [] }));
}

function schemesOf(access: Access): readonly SchemeName[] {
  switch (access.to) {
    case 'public': return [];
    case 'person': return ['person', 'personInBrowser', ...(access.orApiToken === true ? ['apiToken' as const] : [])];
    case 'owner':
    case 'administrator': return ['person', 'personInBrowser'];
    case 'worker': return ['workerToken'];
    case 'join': return ['joinToken'];
    case 'member': return ['person', 'personInBrowser', 'apiToken'];
    case 'organization': return ['person', 'personInBrowser', 'apiToken', ...(access.orDeployment === true ? ['deploymentToken' as const] : [])];
  }
}

/** The same in words. */
export function accessSentence(access: Access): string {
  switch (access.to) {
    case 'public': return 'Needs no credential.';
    case 'person': return access.orApiToken === true ? 'For every person who signed in, and every API token.' : 'For every person who signed in.';
    case 'administrator': return 'For administrators of the platform.';
    case 'member': return 'For every member of the organization, and its API tokens.';
    case 'owner': return 'For owners of the organization.';
    case 'organization': return `Needs the permission \`${access.permission}\`${access.orDeployment === true ? ', or the token of the deployment\'s automation' : ''}.`;
    case 'worker': return 'For workers.';
    case 'join': return 'For a worker that joins.';
  }
}
