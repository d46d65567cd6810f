import type { PlatformApi } from './platform-api.ts';
import { PlatformProblem } from './platform-problem.ts';

export interface Named {
  readonly id: string;
  readonly name: string;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function isId(text: string): boolean {
  return uuid.test(text);
}

/** What stands at `path` by its name or id. `what` is the word for it: `automation`. */
export async function findByName<T extends Named>(api: PlatformApi, path: string, nameOrId: string, what: string): Promise<T> {
  if (isId(nameOrId)) return await api.request<T>('get', `${path}/{id}`, { path: { id: nameOrId.toLowerCase() } });
  const [found] = await api.all<T>(path, { query: { name: nameOrId, limit: 1 } }, 1);
  if (found !== undefined) return found;
  const { nearName } = await import('@carnet/core');
  const near = nearName(nameOrId, (await api.all<T>(path, {}, 100)).map(({ name }) => name));
  throw notFound(nameOrId, what, near);
}

/** For lists that cannot be asked for a name. */
export async function pickByName<T extends Named>(items: readonly T[], nameOrId: string, what: string): Promise<T> {
  const wanted = nameOrId.toLowerCase();
  const found = items.find(({ id }) => id === wanted) ?? items.find(({ name }) => name.toLowerCase() === wanted);
  if (found !== undefined) return found;
  const { nearName } = await import('@carnet/core');
  throw notFound(nameOrId, what, nearName(nameOrId, items.map(({ name }) => name)));
}

function notFound(nameOrId: string, what: string, near: string | undefined): PlatformProblem {
  return new PlatformProblem({
    code: 'RESOURCE_NOT_FOUND', status: 404,
    message: `There is no ${what} '${nameOrId.slice(0, 100)}' in the organization that you may see.`,
    hint: near === undefined ? 'Check the name, and --org.' : `Did you mean ${near}?`,
  });
}
