import { expect, test } from 'vitest';
import { eachDatabase } from '../../testing/databases.ts';
import { ifMatch, problemIn, resourceBench, type Entity } from '../testing/resource-bench.ts';

eachDatabase(({ open }) => {
  test('an automation is made, changed and read', async () => {
    const { made, actions } = await resourceBench(await open());
    const one = await made('POST', 'automations', { name: 'import', command: ['node', 'import.js', '--now'] });
    expect(one).toMatchObject({ timeoutSeconds: 3_600, concurrency: null, requiredWorkerVersion: null, lastDeployment: null, archivedAt: null });
    const two = await made('PATCH', `automations/${one.id}`, { concurrency: 2, requiredWorkerVersion: '1.4.0' }, ifMatch(one));
    expect(two).toMatchObject({ version: 2, command: ['node', 'import.js', '--now'], concurrency: 2, requiredWorkerVersion: '1.4.0' });
    expect(await made('PATCH', `automations/${one.id}`, { concurrency: null }, ifMatch(two))).toMatchObject({ concurrency: null });
    expect(await actions()).toEqual(['automation.created', 'automation.updated', 'automation.updated']);
  });

  test('a command that no process could be given is refused', async () => {
    const { call } = await resourceBench(await open());
    const refused = async (more: object): Promise<unknown> => problemIn(await call('POST', 'automations', { name: 'x', command: ['true'], ...more }));
    expect(await refused({ command: [] })).toMatchObject({ status: 400 });
    expect(await refused({ command: [''] })).toMatchObject({ fields: ['command.0'] });
    expect(await refused({ command: ['x'.repeat(70_000), 'x'.repeat(70_000)] })).toMatchObject({ fields: ['command'] });
    expect(await refused({ timeoutSeconds: 86_401 })).toMatchObject({ status: 400 });
    expect(await refused({ requiredWorkerVersion: '1.4' })).toMatchObject({ status: 400 });
    expect(await refused({ requiredWorkerVersion: '01.4.0' })).toMatchObject({ status: 400 });
  });

  test('lists go page by page in the order of names, by prefix and by name in whatever case', async () => {
    const { made, call, api, stranger } = await resourceBench(await open());
    for (const name of ['Beta', 'alpha', 'Älpha', 'gamma', 'alphabet', 'ALPS']) await made('POST', 'automations', { name, command: ['true'] });
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: Entity[]; next: string | null } = await made('GET', `automations?limit=2${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
      names.push(...page.items.map(({ name }) => name as string));
      cursor = page.next;
    } while (cursor !== null);
    expect(names).toEqual(['alpha', 'alphabet', 'ALPS', 'Beta', 'gamma', 'Älpha']);
    const found = async (query: string): Promise<unknown> => (await made<{ items: Entity[] }>('GET', `automations?${query}`)).items.map(({ name }) => name);
    expect(await found('search=ALP')).toEqual(['alpha', 'alphabet', 'ALPS']);
    expect(await found('search=%C3%84')).toEqual(['Älpha']);
    expect(await found('search=%25')).toEqual([]);
    expect(await found('name=ALPHA')).toEqual(['alpha']);
    const { next } = await made<{ next: string }>('GET', 'automations?limit=2');
    for (const answer of [
      await call('GET', `automations?cursor=${encodeURIComponent(next)}x`), await call('GET', `variables?cursor=${encodeURIComponent(next)}`), await call('GET', `automations?search=a&cursor=${encodeURIComponent(next)}`),
      await api.call('GET', `/v1/organizations/${stranger}/automations?cursor=${encodeURIComponent(next)}`, { token: 'test' }),
    ]) expect(problemIn(answer)).toMatchObject({ status: 400, code: 'CURSOR_INVALID' });
  });
});
