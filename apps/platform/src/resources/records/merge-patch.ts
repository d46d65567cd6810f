/** A flat object after a merge patch (RFC 7396): null removes. What is untouched keeps its place. */
export function mergePatch<T>(current: Readonly<Record<string, T>>, patch: Readonly<Record<string, T | null>> | undefined): Record<string, T> {
  const merged = new Map(Object.entries(current));
  for (const [name, value] of Object.entries(patch ?? {})) {
    if (value === null) merged.delete(name);
    else merged.set(name, value);
  }
  return Object.fromEntries(merged);
}

/** Some of the fields of something. */
export type Patch<T> = { readonly [Field in keyof T]?: T[Field] | undefined };

/** With the fields that the patch names. */
export function patched<T extends object>(current: T, patch: Patch<T>): T {
  return { ...current, ...Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) };
}
