import type { Check } from '../check-definition.ts';
import type { Repository } from '../repository.ts';
import { settingsPage } from '../settings-tables.ts';

/** What an operator reads about a setting is what the program takes. */
export const settingsTables: Check = {
  name: 'settings-tables',
  purpose: `the tables of settings in ${settingsPage} are what the code says`,
  run: async (repository) => {
    const { withSettingsTables } = await import('../settings-tables.ts');
    return settingsTablesProblems(withSettingsTables, repository);
  },
};

export function settingsTablesProblems(render: (text: string) => string, repository: Repository): readonly string[] {
  const text = repository.read(settingsPage);
  return render(text) === text ? [] : [`${settingsPage}: its tables of settings are not current; run npm run api`];
}
