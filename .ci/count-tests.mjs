// The closing lines, from vitest's JSON reports: every test that failed and why, for the output before it is long, and then the count.
// A report that is missing counts as one failure, for nobody saw its tests pass.
import { existsSync, readFileSync } from 'node:fs';
import { basename, relative } from 'node:path';

let passed = 0;
let failed = 0;
for (const file of process.argv.slice(2)) {
  if (!existsSync(file)) {
    failed += 1;
    console.log(`failed: ${basename(file, '.json')}: it wrote no report`);
    continue;
  }
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(file, 'utf8'));
  passed += numPassedTests;
  failed += numFailedTests;
  for (const { name, status, message, assertionResults } of testResults) {
    const failures = assertionResults.filter((test) => test.status === 'failed');
    for (const { fullName, failureMessages } of failures) report(file, name, fullName, failureMessages.join('\n'));
    if (status === 'failed' && failures.length === 0) report(file, name, 'the file itself', message);
  }
}
console.log(`${passed} passed, ${failed} failed`);

function report(stage, file, test, message) {
  const shown = message.split('\n').slice(0, 12).map((line) => `    ${line.slice(0, 300)}`);
  console.log([`failed: ${basename(stage, '.json')}: ${relative(process.cwd(), file)}: ${test}`, ...shown, ''].join('\n'));
}
