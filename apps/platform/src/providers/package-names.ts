import { shown } from '../organization/json-record.ts';

const packageName = /^(?:@[a-z0-9~-][a-z0-9._~-]{0,100}\/)?[a-z0-9~-][a-z0-9._~-]{0,100}$/;
const path = /^\.{0,2}\/[^\p{Cc}\p{Zl}\p{Zp}]{1,1000}$/u;
const mostPackages = 50;

/** The packages of `CARNET_PROVIDERS`: names, or paths, separated by commas. What is wrong is added to `problems`. */
export function readPackageNames(text: string, problems: string[]): readonly string[] {
  if (text.trim() === '') return [];
  const refuse = (sentence: string): void => void problems.push(`CARNET_PROVIDERS: ${sentence} (SETTINGS_INVALID)`);
  const names = text.split(',').map((name) => name.trim());
  if (names.length > mostPackages) refuse(`name at most ${mostPackages} packages.`);
  for (const name of new Set(names)) {
    if (!packageName.test(name) && !path.test(name)) {
      refuse(`${shown(name)} is no package; write package names, or paths that begin with ./, ../ or /, separated by commas.`);
    }
    if (names.filter((each) => each === name).length > 1) refuse(`${shown(name)} stands in it twice; name it once.`);
  }
  return names;
}
