import { CarnetError } from '@carnet/provider';

export const text = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
export const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);

/** The error that a call ends with, which has to be one of ours. */
export async function failureOf(promise: Promise<unknown>): Promise<CarnetError> {
  const error: unknown = await promise.then(() => new TypeError('It did not fail.'), (thrown: unknown) => thrown);
  if (CarnetError.isInstance(error)) return error;
  throw error;
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
