// The demonstration: one exchange for each kickoff, fingerprints that changed with the rotation, a refusal with its code and cure.
import { runJson } from './run-json.mjs';

const { kickoffs, rotation, refusal } = runJson('demo', '--', '--json');
const facts = {
  'two kickoffs, each with one exchange and exit code 0': kickoffs.length === 2 && kickoffs.every(({ exchanges, exitCode }) => exchanges === 1 && exitCode === 0),
  'every rotated variable has another fingerprint': rotation.changed.length > 0 && rotation.changed.every((name) => rotation.before[name] !== rotation.after[name]),
  'the stranger is refused with TRUST_REJECTED and a cure': refusal.code === 'TRUST_REJECTED' && refusal.diagnosis.cure !== '',
};
for (const [fact, holds] of Object.entries(facts)) console.log(`${holds ? 'pass' : 'FAIL'}  ${fact}`);
process.exitCode = Object.values(facts).every(Boolean) ? 0 : 1;
