import { CarnetError } from '@carnet/provider';

/** The variables of a process, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The path of a token file that a platform names in a variable of the environment: `AZURE_FEDERATED_TOKEN_FILE` on AKS,
 * `AWS_WEB_IDENTITY_TOKEN_FILE` on EKS. It is looked at because you say so, and at no other time.
 *
 * @throws CarnetError `CONFIG_INVALID` where the variable is not set
 * @example
 * ```ts
 * import { fileNamedBy, projectedFile } from '@carnet/identity';
 * const identity = projectedFile(fileNamedBy('AZURE_FEDERATED_TOKEN_FILE', process.env));
 * ```
 */
export function fileNamedBy(variable: string, environment: Environment): string {
  const path = environment[variable];
  if (path !== undefined && path !== '') return path;
  throw new CarnetError({ code: 'CONFIG_INVALID', step: 'configure', message: `The variable ${variable} names no token file here.`, hint: 'Run it where the platform sets the variable, or name the file itself.' });
}
