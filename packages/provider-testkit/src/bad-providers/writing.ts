import { CarnetError, type SecretStore } from '@carnet/provider';
import { badAcme, type BadProvider, type Breakage } from './bad-provider.ts';
import { bytesOf, changed, textOf } from './breaking.ts';

type Write = NonNullable<SecretStore['write']>;
type Remove = NonNullable<SecretStore['remove']>;

/** A write with something done around it. */
const around = (work: (again: Write, store: SecretStore, ...parameters: Parameters<Write>) => ReturnType<Write>): Breakage => ({
  store: (store) => ({ write: (name, bytes, options) => work((...parameters) => (store.write as Write)(...parameters), store, name, bytes, options) }),
});

const afterFailure = (work: (error: CarnetError, again: () => ReturnType<Write>) => ReturnType<Write> | undefined): Breakage =>
  around(async (again, _, ...parameters) => await again(...parameters).catch(async (error: unknown) => {
    const instead = CarnetError.isInstance(error) ? work(error, () => again(...parameters)) : undefined;
    if (instead === undefined) throw error;
    return await instead;
  }));

const saying = (code: CarnetError['code'], said: CarnetError['code']): Breakage => afterFailure((error) => (error.code === code ? Promise.reject(changed(error, { code: said })) : undefined));

const appending = around(async (again, store, name, bytes, options) => {
  const [old] = await Promise.allSettled([store.read({ name }, options)]);
  if (old.status === 'rejected' && (!CarnetError.isInstance(old.reason) || old.reason.code !== 'SECRET_NOT_FOUND')) throw old.reason;
  return await again(name, old.status === 'fulfilled' ? Buffer.concat([old.value.bytes, bytes]) : bytes, options);
});

const removingFirst = around(async (again, store, name, bytes, options) => {
  await (store.remove as Remove)(name, options).catch(() => undefined);
  return await again(name, bytes, options);
});

const toAllAlike = around(async (again, store, name, bytes, options) => {
  const written = await again(name, bytes, options);
  for await (const other of store.list?.({ ...options, prefix: `${name}-` }) ?? []) await again(other.name, bytes, options);
  return written;
});

export const badWriting: readonly BadProvider[] = [
  badAcme('writing.text', 'writes every line end in the same way', around((again, _, name, bytes, options) => {
    const text = textOf(bytes);
    return again(name, text === undefined ? bytes : bytesOf(text.replaceAll('\r\n', '\n')), options);
  })),
  badAcme('writing.binary', 'writes text and nothing else', around((again, _, name, bytes, options) => again(name, bytesOf(new TextDecoder().decode(bytes)), options))),
  badAcme('writing.version', 'tells the version of a first write after each', around(async (again, _, ...parameters) => {
    await again(...parameters);
    return { version: 'v1' };
  })),
  badAcme('writing.replaces', 'adds to what is there', appending),
  badAcme('writing.older', 'removes a secret before it writes it', removingFirst),
  badAcme('writing.bytes-untouched', 'wipes what it wrote', around(async (again, _, name, bytes, options) => {
    const written = await again(name, bytes, options);
    bytes.fill(0);
    return written;
  })),
  badAcme('writing.others', 'writes to every name that begins alike', toAllAlike),
  badAcme('writing.canonical', 'writes a dot in a name as a hyphen', around((again, _, name, bytes, options) => again(name.replaceAll('.', '-'), bytes, options))),
  badAcme('writing.denied', 'takes a write that is denied for a secret that is missing', saying('ACCESS_DENIED', 'SECRET_NOT_FOUND')),
  badAcme('writing.once', 'writes again where the answer did not come', afterFailure((error, again) => (error.code === 'STORE_UNREACHABLE' ? again() : undefined))),
  badAcme('writing.throttled', 'takes a write that is throttled for a fault', saying('THROTTLED', 'STORE_FAULT')),
  badAcme('writing.page', 'takes any answer with a good status for a write that was done', afterFailure((error) => (error.message.includes('one of its protocol') ? Promise.resolve({ version: 'v1' }) : undefined))),
  badAcme('writing.expired', 'takes a credential that has ended for one that may not write', saying('CREDENTIAL_EXPIRED', 'ACCESS_DENIED')),
];
