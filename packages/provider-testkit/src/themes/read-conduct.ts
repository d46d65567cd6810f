import type { Assertion } from '../assertion.ts';
import { difference } from './bytes.ts';
import { happened } from './expected.ts';
import { warmStore } from './hops.ts';

const notAfter: Assertion = {
  id: 'reads.not-after',
  fact: 'notAfter, where there is one, is a time in epoch milliseconds',
  async holds(scene) {
    const { name } = await scene.put('value');
    const read: { readonly notAfter?: unknown } = await scene.open().read({ name }, {});
    return read.notAfter === undefined || Number.isFinite(read.notAfter) || `it is a ${typeof read.notAfter}`;
  },
};

const copy: Assertion = {
  id: 'reads.copy',
  fact: 'the bytes are their own: who changes them changes no later read',
  async holds(scene) {
    const { store, secret: { name, bytes } } = await warmStore(scene);
    (await store.read({ name }, {})).bytes.fill(0);
    return difference((await store.read({ name }, {})).bytes, bytes) ?? true;
  },
};

const referenceUntouched: Assertion = {
  id: 'reads.reference-untouched',
  fact: 'the reference and the options of the caller stay as they are',
  async holds(scene): Promise<true> {
    const { name } = await scene.put('value');
    const [reference, options] = [{ name }, {}];
    await scene.open().read(Object.freeze(reference), Object.freeze(options));
    return true;
  },
};

const oneRequest: Assertion = {
  id: 'reads.one-request',
  fact: 'with a credential at hand a read is one request',
  async holds(scene) {
    const { store, secret: { name } } = await warmStore(scene);
    const before = scene.double.requests.length;
    await store.read({ name }, {});
    return happened(scene.double.requests.length - before, 1, 'requests');
  },
};

export const readConduct: readonly Assertion[] = [notAfter, copy, referenceUntouched, oneRequest];
