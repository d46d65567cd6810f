import type { ItemOf, PathOf } from './api-types.ts';
import type { PlatformApi } from './platform-api.ts';
import { PlatformProblem } from './platform-problem.ts';

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** The lists that can be asked for a name, by the words that a person has for what is in them. */
interface Lists {
  readonly 'automation': '/v1/organizations/{organization}/automations';
  readonly 'credential': '/v1/organizations/{organization}/credentials';
  readonly 'role': '/v1/organizations/{organization}/roles';
  readonly 'variable': '/v1/organizations/{organization}/variables';
  readonly 'workload identity config': '/v1/organizations/{organization}/workload-identity-configs';
}

export type Collection = keyof Lists;

export type Found<C extends Collection> = ItemOf<Lists[C]>;

const collections: { readonly [C in Collection]: { readonly list: Lists[C]; readonly one: PathOf<'get'>; readonly parameter: string } } = {
  'automation': { list: '/v1/organizations/{organization}/automations', one: '/v1/organizations/{organization}/automations/{automation}', parameter: 'automation' },
  'credential': { list: '/v1/organizations/{organization}/credentials', one: '/v1/organizations/{organization}/credentials/{credential}', parameter: 'credential' },
  'role': { list: '/v1/organizations/{organization}/roles', one: '/v1/organizations/{organization}/roles/{role}', parameter: 'role' },
  'variable': { list: '/v1/organizations/{organization}/variables', one: '/v1/organizations/{organization}/variables/{variable}', parameter: 'variable' },
  'workload identity config': { list: '/v1/organizations/{organization}/workload-identity-configs', one: '/v1/organizations/{organization}/workload-identity-configs/{config}', parameter: 'config' },
};

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isId(text: string): boolean {
  return uuid.test(text);
}

/** @throws PlatformProblem where there is none, with a name that is near */
export async function findByName<C extends Collection>(api: PlatformApi, collection: C, nameOrId: string): Promise<Found<C>> {
  const { list, one, parameter } = collections[collection];
  // Which addresses belong together the table says, and no type can.
  if (isId(nameOrId)) return await api.request('get', one, { path: { [parameter]: nameOrId.toLowerCase() } } as never) as unknown as Found<C>;
  const [found] = await api.all(list, { query: { name: nameOrId, limit: 1 } }, 1);
  if (found !== undefined) return found as Found<C>;
  throw await notFound(nameOrId, collection, (await api.all(list, {}, 100)).map((each) => (each as Named).name));
}

/** For lists that cannot be asked for a name. */
export async function pickByName<T extends Named>(items: readonly T[], nameOrId: string, what: string): Promise<T> {
  const wanted = nameOrId.toLowerCase();
  const found = items.find(({ id }) => id === wanted) ?? items.find(({ name }) => name.toLowerCase() === wanted);
  if (found !== undefined) return found;
  throw await notFound(nameOrId, what, items.map(({ name }) => name));
}

/** A worker of the organization. */
export async function findWorker(api: PlatformApi, nameOrId: string): Promise<ItemOf<'/v1/organizations/{organization}/workers'>> {
  return await pickByName(await api.all('/v1/organizations/{organization}/workers'), nameOrId, 'worker');
}

async function notFound(nameOrId: string, what: string, names: readonly string[]): Promise<PlatformProblem> {
  const { nearName } = await import('@carnet/core');
  const near = nearName(nameOrId, names);
  return new PlatformProblem({
    code: 'RESOURCE_NOT_FOUND', status: 404,
    message: `There is no ${what} '${nameOrId.slice(0, 100)}' in the organization that you may see.`,
    hint: near === undefined ? 'Check the name, and --org.' : `Did you mean ${near}?`,
  });
}
