import { CarnetError, type SecretStore } from '@carnet/provider';
import type { Assertion } from '../assertion.ts';
import type { Scene } from '../scene/scene.ts';
import { difference } from './bytes.ts';

// The name of a secret that exists, written so that a URL, a path or a query would lead back to it.
const detours = (name: string): readonly string[] => [
  `elsewhere/../${name}`, `./${name}`, `../${name}`, `%2e/${name}`, `elsewhere/%2e%2e/${name}`, `/${name}`, `${name}/`, `${name}/.`,
  `${name}?version=1`, `${name}#1`, `${name}%00`, `${name}%0a`, `elsewhere\\..\\${name}`, ` ${name}`, `${name} `, `//${name}`, `${name};1`,
];
const broken = (name: string): readonly string[] => [`${name}\n`, `${name}\0`, `${name}\r\nx-injected: 1`, `${name}\u202e`, `\u200b${name}`];

async function outcome(call: () => Promise<unknown>): Promise<'settled' | 'refused' | 'thrown'> {
  try {
    await call();
    return 'settled';
  } catch (error) {
    return CarnetError.isInstance(error) ? 'refused' : 'thrown';
  }
}

const shown = (name: string): string => JSON.stringify(name).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

async function holds(store: SecretStore, name: string, bytes: Uint8Array): Promise<boolean> {
  try {
    return difference((await store.read({ name }, {})).bytes, bytes) === undefined;
  } catch {
    return false;
  }
}

const untouched = (id: string, fact: string, act: (store: SecretStore, name: string) => Promise<unknown> | undefined): Assertion => ({
  id: `settings.${id}`,
  fact,
  async holds(scene: Scene) {
    const { name, bytes } = await scene.put('value');
    const store = scene.open();
    const looker = scene.open({ context: scene.freshContext() });
    for (const detour of [...detours(name), ...broken(name)]) {
      await outcome(async () => await act(store, detour));
      if (!(await holds(looker, name, bytes))) return `${shown(detour)} reached the secret '${name}'`;
    }
    return true;
  },
});

/** A name is a name, and never a way to another address. */
export const nameAssertions: readonly Assertion[] = [
  {
    id: 'settings.read-names',
    fact: 'a name that would lead to a secret by a path, a query or white space reads nothing',
    async holds(scene) {
      const { name } = await scene.put('value');
      const store = scene.open();
      for (const detour of detours(name)) {
        const seen = await outcome(() => store.read({ name: detour }, {}));
        if (seen !== 'refused') return `reading ${shown(detour)} ${seen === 'settled' ? 'gave a value' : 'failed with something that is no CarnetError'}`;
      }
      return true;
    },
  },
  {
    id: 'settings.broken-names',
    fact: 'a name with a character that cannot be seen is refused before anything is sent',
    async holds(scene) {
      const { name } = await scene.put('value');
      const store = scene.open();
      await store.authenticate({});
      for (const each of broken(name)) {
        const before = scene.hosts.length;
        const seen = await outcome(() => store.read({ name: each }, {}));
        if (seen !== 'refused') return `reading ${shown(each)} ${seen === 'settled' ? 'gave a value' : 'failed with something that is no CarnetError'}`;
        if (scene.hosts.length > before) return `${shown(each)} was sent`;
      }
      return true;
    },
  },
  untouched('written-names', 'a name that would lead to a secret by a path, a query or white space overwrites nothing', (store, name) => store.write?.(name, new Uint8Array([0]), {})),
  untouched('removed-names', 'a name that would lead to a secret by a path, a query or white space removes nothing', (store, name) => store.remove?.(name, {})),
];
