import { CarnetError, type ErrorCode, type SettingsProblem } from '@carnet/provider';
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.ts';

/** Collects what is wrong, so that a person corrects a configuration once and not line by line. */
export class ProblemList {
  readonly #problems: ConfigurationProblem[] = [];

  add(code: ErrorCode, message: string): void {
    this.#problems.push({ code, message });
  }

  /** `identityPlace`: where the fields of the workload identity config stand. */
  addSettings(place: string, problems: readonly SettingsProblem[], identityPlace: string = place): void {
    for (const { field, problem, of } of problems) {
      this.add('SETTINGS_INVALID', `${of === 'identity' ? identityPlace : place}${field === '' ? '' : `, ${field}`}: ${problem.replace(/\.$/, '')}.`);
    }
  }

  /** Runs a check that throws, and takes what it threw into the list. */
  attempt<T>(place: string, check: () => T): T | undefined {
    try {
      return check();
    } catch (error) {
      if (CarnetError.isInstance(error)) this.add(error.code, `${place}: ${error.message}`);
      else this.add('CONFIG_INVALID', `${place}: it cannot be read.`);
      return undefined;
    }
  }

  throwIfAny(): void {
    if (this.#problems.length > 0) throw new ConfigurationError(this.#problems);
  }
}
