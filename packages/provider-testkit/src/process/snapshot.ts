import dns from 'node:dns';
import { EventEmitter } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { builtinModules } from 'node:module';
import net from 'node:net';
import tls from 'node:tls';

/** What all code of a process has in common, by name: a value, or the function that gives it. */
export type Snapshot = ReadonlyMap<string, unknown>;

// Reading these prints a warning: two by themselves, and the modules of Node that `node --eval` has as globals, where they are old.
const unread: ReadonlySet<string> = new Set(['localStorage', 'sessionStorage', ...builtinModules.filter((name) => !['console', 'crypto', 'process'].includes(name))]);

const builtIns: Readonly<Record<string, object>> = {
  Object, Function, Array, String, Number, Boolean, Symbol, Date, Promise, RegExp, Map, Set, WeakMap, Error, ArrayBuffer, Uint8Array, Buffer, URL, URLSearchParams,
  Headers, Request, Response, AbortController, AbortSignal, TextEncoder, TextDecoder, JSON, Math, Reflect, Proxy, Intl, console, EventEmitter,
  'crypto.subtle': crypto.subtle, 'process.stdout': process.stdout, 'process.stderr': process.stderr,
  http, https, net, tls, dns, 'dns.promises': dns.promises, 'http.Agent.prototype': http.Agent.prototype, 'https.Agent.prototype': https.Agent.prototype,
};

function own(object: object, place: (name: string) => string): readonly (readonly [string, unknown])[] {
  return Reflect.ownKeys(object).map((key) => {
    const descriptor = Reflect.getOwnPropertyDescriptor(object, key);
    return [place(String(key)), descriptor?.get ?? descriptor?.value] as const;
  });
}

function settleLazyGlobals(): void {
  // Node makes some of its globals when they are first looked at.
  for (const name of Object.getOwnPropertyNames(globalThis)) if (!unread.has(name)) void Reflect.get(globalThis, name);
}

/** Takes down the globals, the built-in classes and modules, and who listens to the process. */
export function takeSnapshot(): Snapshot {
  settleLazyGlobals();
  return new Map([
    ...own(globalThis, (name) => name),
    ...Object.entries(builtIns).flatMap(([label, object]) => {
      // A stream and an agent count what happens to them.
      if (label.startsWith('process.')) return [[`${label}.write`, Reflect.get(object, 'write')] as const];
      const prototype: unknown = typeof object === 'function' ? Reflect.get(object, 'prototype') : undefined;
      return [...own(object, (name) => `${label}.${name}`), ...(typeof prototype === 'object' && prototype !== null ? own(prototype, (name) => `${label}.prototype.${name}`) : [])];
    }),
    ...process.eventNames().flatMap((event) => process.rawListeners(event).map((listener, index) => [`process.on(${String(event)}) ${index + 1}`, listener] as const)),
    ['process.exitCode', process.exitCode],
    ['process.cwd', process.cwd()],
  ]);
}

/** The names of what was added, removed or replaced since. */
export function changesSince(before: Snapshot): readonly string[] {
  const after = takeSnapshot();
  return [...new Set([...before.keys(), ...after.keys()])].filter((name) => before.has(name) !== after.has(name) || !Object.is(before.get(name), after.get(name)));
}
