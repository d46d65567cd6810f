import { parseArgs } from 'node:util';
import { CarnetError } from '@carnet/provider';
import { demonstrate, wentWell, type Demonstration } from './demonstration.ts';
import { randomValues } from './scene/set-scene.ts';
import { showTable } from './show-table.ts';
import { stylesFor } from './styles.ts';

// Failure until the end is reached: whatever never settles must not look like success.
process.exitCode = 1;
const json = wantsJson();

const before = randomValues();
const demonstration = await demonstrate(before, { ...randomValues(), databaseUser: before.databaseUser }).catch(explain);
if (demonstration !== undefined) show(demonstration);

function show(shown: Demonstration): void {
  process.stdout.write(json ? `${JSON.stringify(shown)}\n` : showTable(shown, stylesFor(process.stdout)));
  process.exitCode = wentWell(shown) ? 0 : 1;
}

/** A variable of this shell that no host starts beside is no fault of the demonstration's. */
function explain(error: unknown): undefined {
  if (!CarnetError.isInstance(error)) throw error;
  process.stderr.write(`The demonstration cannot run: ${error.message} ${error.hint}\n`);
}

function wantsJson(): boolean {
  try {
    return parseArgs({ options: { json: { type: 'boolean', default: false } } }).values.json;
  } catch {
    process.stderr.write('The demonstration takes --json and nothing else.\n');
    process.exit(2);
  }
}
