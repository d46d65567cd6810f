// The demonstration shows a rotation by its fingerprints, and a refusal by its code.
import { runJson } from './run-json.mjs';

const shown = JSON.stringify(runJson('demo', '--', '--json'));
const fingerprints = new Set(shown.match(/hmac:[0-9a-f]{12}/g));
const code = /"code":"([A-Z][A-Z_]+)"/.exec(shown)?.[1];
console.log(`${fingerprints.size} different fingerprints, refused with ${code}`);
process.exitCode = fingerprints.size >= 2 && code !== undefined ? 0 : 1;
