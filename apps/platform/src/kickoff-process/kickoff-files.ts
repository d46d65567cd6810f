import type { ResolvedVariable } from '@carnet/core';
import { createSecretFiles, startGuardian, type Variable } from '@carnet/runner';

/** The variables of a kickoff that are files, with the paths as their values. */
export interface KickoffFiles extends AsyncDisposable {
  readonly variables: readonly Variable[];
}

/**
 * Writes what is asked for as a file. It is gone when this is disposed of, or when the platform ends this process.
 *
 * @throws CarnetError `SECRET_FILE_FAILED`
 */
export function writeKickoffFiles(resolved: readonly ResolvedVariable[], environment: NodeJS.ProcessEnv): KickoffFiles {
  const files = resolved.flatMap(({ as, name, allow, secret }) => (as === 'file' && secret ? [{ name, allow, bytes: secret.revealBytes() }] : []));
  if (files.length === 0) return { variables: [], [Symbol.asyncDispose]: async () => undefined };
  const guardian = startGuardian();
  const place = createSecretFiles({ environment, guardian });
  try {
    const { paths } = place.write(files);
    return {
      variables: files.map(({ name, allow }) => ({ name, allow, value: paths.get(name) ?? '' })),
      [Symbol.asyncDispose]: async () => {
        place.remove();
        await guardian?.end();
      },
    };
  } catch (error) {
    place.remove();
    void guardian?.end();
    throw error;
  }
}
