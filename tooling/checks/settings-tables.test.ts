import { expect, test } from 'vitest';
import { repositoryOf } from '../repository.ts';
import { settingsPage, withSettingsTables } from '../settings-tables.ts';
import { settingsTablesProblems } from './settings-tables.ts';

const empty = '# A\n<!-- settings of serve -->\n<!-- end -->\n<!-- settings of worker -->\n<!-- end -->\n';

test('tables that are not filled, or changed by hand, are told; filled ones pass, and filling them again changes nothing', () => {
  const filled = withSettingsTables(empty);
  expect(filled).toMatch(/^\| `OIDC_PRIVATE_KEY`, `_FILE` \| .+ \|$/m);
  expect(filled).toMatch(/^\| `CARNET_WORKER_SLOTS` \| .+ \|$/m);
  expect(withSettingsTables(filled)).toBe(filled);
  expect(settingsTablesProblems(withSettingsTables, repositoryOf({ [settingsPage]: filled }))).toEqual([]);
  for (const text of [empty, filled.replace('standard `8080`', 'standard `80`')]) expect(settingsTablesProblems(withSettingsTables, repositoryOf({ [settingsPage]: text }))).toHaveLength(1);
});
