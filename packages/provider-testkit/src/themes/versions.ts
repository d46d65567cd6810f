import type { Assertion, Theme } from '../assertion.ts';
import type { PutSecret, Scene } from '../scene/scene.ts';
import { difference } from './bytes.ts';
import { failedWith } from './failed-with.ts';

type TwoVersions = readonly [older: PutSecret, newest: PutSecret];

async function twoVersions(scene: Scene): Promise<TwoVersions> {
  return [await scene.put('value'), await scene.put('value')];
}

async function disabledNewest(scene: Scene): Promise<TwoVersions> {
  const versions = await twoVersions(scene);
  await scene.double.disable?.('value');
  return versions;
}

const told: Assertion = {
  id: 'versions.told',
  fact: "a read tells the store's own id of the version it read",
  async holds(scene) {
    const [, newest] = await twoVersions(scene);
    const { version }: { readonly version: unknown } = await scene.open().read({ name: 'value' }, {});
    if (typeof version !== 'string') return `it is a ${typeof version} and no text`;
    return version === newest.version || (version === '' ? 'it is empty' : 'it is another');
  },
};

const named: Assertion = {
  id: 'versions.named',
  fact: 'a version that is named is the one that is read',
  async holds(scene) {
    const store = scene.open();
    for (const { name, version, bytes } of await twoVersions(scene)) {
      const other = difference((await store.read({ name, version }, {})).bytes, bytes);
      if (other !== undefined) return other;
    }
    return true;
  },
};

const namedTold: Assertion = {
  id: 'versions.named-told',
  fact: 'a read of a named version tells that version',
  async holds(scene) {
    const store = scene.open();
    for (const { name, version } of await twoVersions(scene)) {
      if ((await store.read({ name, version }, {})).version !== version) return 'it tells another';
    }
    return true;
  },
};

const missing: Assertion = {
  id: 'versions.missing',
  fact: 'a version that there is not is SECRET_NOT_FOUND',
  async holds(scene) {
    const { name } = await scene.put('value');
    // In the store's own form, be it a number or a random id.
    const elsewhere = [await scene.put('other'), await scene.put('other'), await scene.put('other')];
    return failedWith(await scene.failureOf(scene.open().read({ name, version: elsewhere[2]?.version ?? '' }, {})), 'SECRET_NOT_FOUND');
  },
};

const encoded: Assertion = {
  id: 'versions.encoded',
  fact: 'a version with characters of an address in it reads no other version',
  async holds(scene) {
    const [{ name, version, bytes }] = await twoVersions(scene);
    const store = scene.open();
    for (const alias of [`${version}?x=1`, `${version}#x`, `${version}&x=1`, `${version}/`, `x/../${version}`, ` ${version}`, `0${version}`, `%3${version}`]) {
      const seen = await store.read({ name, version: alias }, {}).then((read) => read.bytes, () => undefined);
      if (seen && difference(seen, bytes) === undefined) return `'${alias.replace(version, '<version>')}' gave the value of that version`;
    }
    return true;
  },
};

const disabled: Assertion = {
  id: 'versions.disabled',
  fact: 'a secret whose newest version is disabled is SECRET_DISABLED, and never an older value',
  needs: ['disable'],
  async holds(scene) {
    await disabledNewest(scene);
    return failedWith(await scene.failureOf(scene.open().read({ name: 'value' }, {})), 'SECRET_DISABLED');
  },
};

const disabledNamed: Assertion = {
  id: 'versions.disabled-named',
  fact: 'a disabled version is SECRET_DISABLED by its name, too',
  needs: ['disable'],
  async holds(scene) {
    const [, { name, version }] = await disabledNewest(scene);
    return failedWith(await scene.failureOf(scene.open().read({ name, version }, {})), 'SECRET_DISABLED');
  },
};

const olderOfDisabled: Assertion = {
  id: 'versions.older-of-disabled',
  fact: 'where the newest version is disabled, an older one is still read by its name',
  needs: ['disable'],
  async holds(scene) {
    const [{ name, version, bytes }] = await disabledNewest(scene);
    return difference((await scene.open().read({ name, version }, {})).bytes, bytes) ?? true;
  },
};

/** Which version is read, and that it is never another. */
export const versionsTheme: Theme = {
  id: 'versions',
  title: 'Versions',
  assertions: [told, named, namedTold, missing, encoded, disabled, disabledNamed, olderOfDisabled],
};
