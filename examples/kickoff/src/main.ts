import { parseArgs } from 'node:util';
import { demonstrate, wentWell } from './demonstration.ts';
import { randomValues } from './scene.ts';
import { showTable } from './show-table.ts';
import { stylesFor } from './styles.ts';

// Failure until the end is reached: whatever never settles must not look like success.
process.exitCode = 1;
const json = wantsJson();

const before = randomValues();
const demonstration = await demonstrate(before, { ...randomValues(), databaseUser: before.databaseUser });
process.stdout.write(json ? `${JSON.stringify(demonstration)}\n` : showTable(demonstration, stylesFor(process.stdout)));
process.exitCode = wentWell(demonstration) ? 0 : 1;

function wantsJson(): boolean {
  try {
    return parseArgs({ options: { json: { type: 'boolean', default: false } } }).values.json;
  } catch {
    process.stderr.write('The demonstration takes --json and nothing else.\n');
    process.exit(2);
  }
}
