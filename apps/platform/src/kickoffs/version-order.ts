/**
 * A version as one number, so that the database can compare it: `1.2.3` is more than `1.2.2` and than `1.2.3-beta`. Undefined
 * where it is no version of three numbers up to 99999.
 */
export function versionOrder(version: string): number | undefined {
  const [, major, minor, patch, rest] = /^(\d{1,5})\.(\d{1,5})\.(\d{1,5})(-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/.exec(version) ?? [];
  if (major === undefined || minor === undefined || patch === undefined) return undefined;
  return ((Number(major) * 100_000 + Number(minor)) * 100_000 + Number(patch)) * 2 + (rest === undefined ? 1 : 0);
}
