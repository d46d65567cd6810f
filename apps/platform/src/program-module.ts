/**
 * The module of a process that this program starts: `<folder>/main`, from the sources or from what was built, where the parts of the program
 * stand in one folder.
 */
export function programModule(folder: 'kickoff-process' | 'provider-host/process'): URL {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new URL(`./${folder}/main.${extension}`, import.meta.url);
}
