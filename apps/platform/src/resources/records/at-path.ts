import { CarnetError } from '@carnet/provider';
import { PlatformError } from '../../errors/platform-error.ts';
import { InvalidRequest } from '../../http/problem.ts';

/** What one of several is refused for, told with the place where it stands. */
export async function atPath<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const below = (problems: readonly { readonly field: string; readonly message: string }[] = []): { field: string; message: string }[] => problems.map(({ field, message }) => ({ field: `${path}.${field}`, message }));
    if (error instanceof InvalidRequest) throw new InvalidRequest(400, `${path}.${error.message}`, { problems: below(error.problems) });
    if (error instanceof PlatformError) throw new PlatformError({ code: error.code, message: `${path}: ${error.message}`, hint: error.hint, problems: below(error.problems) });
    if (CarnetError.isInstance(error)) throw new CarnetError({ code: error.code, step: 'configure', message: `${path}: ${error.message}`, hint: error.hint });
    throw error;
  }
}
