// The benchmark in its short form. What is counted must be exact. A ratio, a rate or a time is printed with its goal, and fails here only beyond
// one and a half times that goal: a shared machine cannot judge a few percent in a short run (bench/README.md has the long one).
import { runJson } from './run-json.mjs';

const rows = runJson('bench', '--', '--json', '--short');
console.table(rows);
const slack = 1.5;
const measured = new Set(['×', 'MB/s', 'ms', 'MiB']);
const withinSlack = (value, goal) => {
  const limit = Number(/[\d.]+$/.exec(goal)?.[0]);
  return goal.includes('≥') ? value >= limit / slack : value <= limit * slack;
};
const broken = rows.filter(({ pass, unit, goal, value }) => pass === false && !(measured.has(unit) && withinSlack(value, goal)));
for (const { name, value, unit, goal } of broken) console.log(`FAIL  ${name}: ${value} ${unit}, goal ${goal}`);
process.exitCode = rows.length > 0 && broken.length === 0 ? 0 : 1;
