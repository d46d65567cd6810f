// The benchmark in its short form: every row that has a goal reaches it.
import { runJson } from './run-json.mjs';

const answer = runJson('bench', '--', '--json', '--short');
const rows = Array.isArray(answer) ? answer : answer.rows;
console.table(rows);
process.exitCode = rows.length > 0 && rows.every(({ pass }) => pass !== false) ? 0 : 1;
