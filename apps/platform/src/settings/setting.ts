/** One thing an operator may set, by a variable of the environment or an entry of the settings file. */
export interface Setting<T> {
  readonly name: string;
  /** Whether the value is one that may not be shown; such a setting can also be given as a file, by `<name>_FILE`. */
  readonly secret: boolean;
  /** What it is, for the list of settings. */
  readonly meaning: string;
  /** What it looks like, for a person who wrote something else. */
  readonly form: string;
  readonly example: string;
  /** Gives undefined where the text is not of the form. */
  readonly parse: (text: string) => T | undefined;
  /** What counts where nothing is set; absent: undefined. */
  readonly standard?: T | undefined;
}

type Description = Omit<Setting<unknown>, 'parse' | 'standard' | 'secret'>;

export function textSetting(description: Description & { readonly secret?: boolean; readonly standard?: string; readonly pattern?: RegExp; readonly longest?: number }): Setting<string> {
  const { pattern = /^[^\p{Cc}]+$/u, longest = 2_000, secret = false } = description;
  return { ...description, secret, parse: (text) => (text.length <= longest && pattern.test(text) ? text : undefined) };
}

/** Whole numbers within bounds. */
export function numberSetting(description: Description & { readonly least: number; readonly most: number; readonly standard?: number }): Setting<number> {
  const { least, most } = description;
  return {
    ...description,
    secret: false,
    parse: (text) => (/^\d{1,12}$/.test(text) && Number(text) >= least && Number(text) <= most ? Number(text) : undefined),
  };
}

/** Words between commas; white space around them does not count. */
export function listSetting(description: Description & { readonly item: RegExp; readonly most?: number }): Setting<readonly string[]> {
  const { item, most = 1_000 } = description;
  return {
    ...description,
    secret: false,
    standard: [],
    parse: (text) => {
      const items = text.split(',').map((each) => each.trim()).filter((each) => each !== '');
      return items.length <= most && items.every((each) => item.test(each)) ? items : undefined;
    },
  };
}

/** Off where nothing is set. */
export function switchSetting(description: Omit<Description, 'form' | 'example'>): Setting<boolean> {
  return { ...description, secret: false, form: 'yes or no', example: 'yes', standard: false, parse: (text) => (text === 'yes' ? true : text === 'no' ? false : undefined) };
}

/** What another module reads from a text, which throws where it cannot. */
export function readSetting<T>(description: Description & { readonly secret: boolean; readonly read: (text: string) => T; readonly standard?: T }): Setting<T> {
  return {
    ...description,
    parse: (text) => {
      try {
        return description.read(text);
      } catch {
        return undefined;
      }
    },
  };
}
