import { platformSettings } from '@carnet/platform/source/settings';
import { workerSettings } from '@carnet/platform/source/worker-settings';

export const settingsPage = 'apps/platform/README.md';

interface Described {
  readonly name: string;
  readonly secret: boolean;
  readonly meaning: string;
  readonly form: string;
  readonly standard?: unknown;
}

/** The README of the platform with its tables of settings as they are in code. */
export function withSettingsTables(text: string): string {
  return filled(filled(text, 'serve', Object.values(platformSettings)), 'worker', Object.values(workerSettings));
}

function filled(text: string, of: string, settings: readonly Described[]): string {
  const rows = settings.map(({ name, secret, meaning, form, standard }) => `| \`${name}\`${secret ? ', `_FILE`' : ''} | ${meaning} | ${form}${shownStandard(standard)} |`);
  return text.replace(new RegExp(`(<!-- settings of ${of} -->\n)[^]*?(<!-- end -->)`), (_, begin: string, end: string) => `${begin}| setting | | form |\n|---|---|---|\n${rows.join('\n')}\n${end}`);
}

function shownStandard(standard: unknown): string {
  return typeof standard === 'string' || typeof standard === 'number' ? `; standard \`${standard}\`` : '';
}
