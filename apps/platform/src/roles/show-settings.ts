import { platformSettings } from '../settings/platform-settings.ts';
import { settingsOf } from './settings-of.ts';
import type { Role } from './role.ts';

export const settingsRole: Role = {
  name: 'settings',
  usage: 'settings',
  meaning: 'Lists every setting, what it is for, and where its value comes from. Values of secrets are not shown.',
  async run(process) {
    const read = await settingsOf(process, []);
    if (!read) return 1;
    for (const [key, { name, secret, meaning }] of Object.entries(platformSettings)) {
      const origin = read.origins.get(name);
      const value: unknown = read.settings[key as keyof typeof platformSettings];
      const shown = secret ? '' : ` = ${Array.isArray(value) ? value.join(', ') : JSON.stringify(value)}`;
      process.stdout.write(`${name}${origin === undefined ? (value === undefined || secret ? '  (not set)' : `${shown}  (standard)`) : `${shown}  (from ${origin})`}\n    ${meaning}\n`);
    }
    return 0;
  },
};
