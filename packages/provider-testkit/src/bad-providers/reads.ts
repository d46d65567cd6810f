import { CarnetError } from '@carnet/provider';
import { badAcme, type BadProvider, type Breakage } from './bad-provider.ts';
import { bytesOf, changedRead, textOf } from './breaking.ts';

/** What is text becomes another text. */
const changedText = (change: (text: string) => string): Breakage =>
  changedRead(({ bytes }) => {
    const text = textOf(bytes);
    return text === undefined ? {} : { bytes: bytesOf(change(text)) };
  });

/** The assertions about writing see by a read what they have written. */
const seenByWriting = (breakage: Breakage, id: 'writing.text' | 'writing.binary' = 'writing.text'): Breakage => ({ ...breakage, alsoCaughtBy: [id] });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

const values: readonly BadProvider[] = [
  badAcme('reads.text', 'takes several spaces for one', changedText((text) => text.replace(/ +/g, ' '))),
  badAcme('reads.empty', 'takes a value of no byte for a missing secret', changedRead(({ bytes }) => {
    if (bytes.length === 0) throw new CarnetError({ code: 'SECRET_NOT_FOUND', message: 'There is no such secret.' });
    return {};
  })),
  badAcme('reads.long', 'takes no answer of more than 60,000 bytes', changedRead(({ bytes }) => {
    if (bytes.length > 60_000) throw new CarnetError({ code: 'STORE_FAULT', message: 'The answer is too long.' });
    return {};
  })),
  badAcme('reads.unicode', 'composes what was decomposed', seenByWriting(changedText((text) => text.normalize('NFC')))),
  badAcme('reads.byte-order-mark', 'decodes with a TextDecoder that drops the byte-order mark', changedText((text) => text.replace(/^\uFEFF/, ''))),
  badAcme('reads.newlines', 'writes line breaks in one way', seenByWriting(changedText((text) => text.replace(/\r\n?/g, '\n')))),
  badAcme('reads.white-space', 'trims the value', seenByWriting(changedText((text) => text.replace(/^[ \t\n]+|[ \t\n]+$/g, '')))),
  badAcme('reads.control-characters', 'ends a text at its first NUL', changedText((text) => text.split('\0', 1)[0] ?? '')),
  badAcme('reads.binary', 'takes every value for UTF-8', seenByWriting(changedRead(({ bytes }) => ({ bytes: bytesOf(Buffer.from(bytes).toString('utf8')) })), 'writing.binary')),
  badAcme('reads.json', 'parses a JSON object and writes it anew', changedText((text) => {
    const value = parsed(text);
    return isObject(value) ? JSON.stringify(value) : text;
  })),
  badAcme('reads.json-string', 'takes the quotes off a JSON string', changedText((text) => {
    const value = parsed(text);
    return typeof value === 'string' ? value : text;
  })),
  badAcme('reads.json-number', 'takes a text that reads as a number for one', changedText((text) => {
    const value = parsed(text);
    return typeof value === 'number' ? String(value) : text;
  })),
  badAcme('reads.base64', 'decodes what reads as base64', changedText((text) => (/^(?:[A-Za-z0-9+/]{4})+$/.test(text) ? Buffer.from(text, 'base64').toString('latin1') : text))),
  badAcme('reads.escapes', 'decodes percent-encoding in the value', changedText((text) => text.replace(/%[0-9A-Fa-f]{2}/g, decodeURIComponent))),
];

const conduct: readonly BadProvider[] = [
  badAcme('reads.not-after', 'tells the end of a value as a text', changedRead(() => ({ notAfter: '2026-12-31T00:00:00Z' as unknown as number }))),
  badAcme('reads.copy', 'keeps the bytes of a version, and gives the same ones out again', {
    store: (store) => {
      const kept = new Map<string, Uint8Array>();
      return {
        async read(reference, options) {
          const read = await store.read(reference, options);
          const id = `${reference.name} ${read.version}`;
          kept.set(id, kept.get(id) ?? read.bytes);
          return { ...read, bytes: kept.get(id) ?? read.bytes };
        },
      };
    },
  }),
  badAcme('reads.reference-untouched', "writes the store's own spelling into the caller's reference", {
    store: (store) => ({ read: async (reference, options) => await store.read(Object.assign(reference, { name: reference.name }), options) }),
  }),
  badAcme('reads.one-request', 'reads each secret twice, to be sure of its version', changedRead((_, reference, store) => store.read(reference, {}))),
];

export const badReads: readonly BadProvider[] = [...values, ...conduct];
