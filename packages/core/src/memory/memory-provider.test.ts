import { CarnetError, type ListedSecret, type SecretStore } from '@carnet/provider';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../testing/fake-carnet.ts';
import { memoryProvider, type MemoryProvider } from './memory-provider.ts';

const open = (provider: MemoryProvider): SecretStore => provider.open({ method: 'none', store: {} }, {} as never);
const text = async (store: SecretStore, name: string, version?: string): Promise<string> =>
  new TextDecoder().decode((await store.read({ name, ...(version === undefined ? {} : { version }) }, {})).bytes);

describe('the memory provider', () => {
  it('numbers versions from 1 and reads the newest', async () => {
    const memory = memoryProvider({ a: 'one' });
    expect(memory.set('a', 'two')).toBe('2');
    const store = open(memory);
    expect([await text(store, 'a'), await text(store, 'a', '1')]).toEqual(['two', 'one']);
  });

  it('a disabled newest version is an error, and never the older one', async () => {
    const memory = memoryProvider({ a: 'one' });
    memory.set('a', 'two');
    memory.disable('a', '2');
    const store = open(memory);
    expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'SECRET_DISABLED' });
    expect(await text(store, 'a', '1')).toBe('one');
    memory.disable('a');
    expect(await failureOf(store.read({ name: 'a', version: '1' }, {}))).toMatchObject({ code: 'SECRET_DISABLED' });
  });

  it.each([{ name: 'b' }, { name: 'a', version: '2' }, { name: 'a', version: '01' }, { name: '__proto__' }, { name: 'constructor' }])('%o is not found', async (reference) => {
    expect(await failureOf(open(memoryProvider({ a: 'one' })).read(reference, {}))).toMatchObject({ code: 'SECRET_NOT_FOUND' });
  });

  it('writes, lists and removes', async () => {
    const store = open(memoryProvider({ b: 'x' }));
    expect(await store.write?.('a', new Uint8Array([1]), {})).toEqual({ version: '1' });
    const listed: ListedSecret[] = [];
    for await (const each of store.list?.({}) ?? []) listed.push(each);
    expect(listed).toEqual([{ name: 'a', enabled: true }, { name: 'b', enabled: true }]);
    await store.remove?.('a', {});
    expect(await failureOf(store.remove?.('a', {}) as Promise<void>)).toMatchObject({ code: 'SECRET_NOT_FOUND' });
  });

  it('heeds an aborted signal', async () => {
    const store = open(memoryProvider({ a: 'x' }));
    const signal = AbortSignal.abort();
    for (const call of [store.authenticate({ signal }), store.read({ name: 'a' }, { signal })]) {
      expect(CarnetError.isInstance(await failureOf(call))).toBe(true);
    }
  });

  it('gives copies: nobody changes a stored value from outside', async () => {
    const bytes = new Uint8Array([1]);
    const store = open(memoryProvider({ a: bytes }));
    bytes[0] = 2;
    (await store.read({ name: 'a' }, {})).bytes[0] = 3;
    expect((await store.read({ name: 'a' }, {})).bytes).toEqual(new Uint8Array([1]));
  });
});
