// The demonstration: one exchange for each cloud and kickoff, fingerprints that changed with the rotation in each cloud, a refusal by each with its
// code and cure.
import { runJson } from './run-json.mjs';

const clouds = ['Azure', 'AWS', 'Google'];
const { kickoffs, rotation, refusals } = runJson('demo', '--', '--json');
const used = kickoffs.map((kickoff) => kickoff.clouds.map(({ cloud, exchanges }) => `${cloud} ${exchanges}`).join());
const rotated = kickoffs[1].variables.filter(({ name }) => rotation.changed.includes(name)).map(({ cloud }) => cloud);
const facts = {
  'two kickoffs, each with one exchange at each of three clouds and exit code 0':
    kickoffs.length === 2 && kickoffs.every(({ exitCode }) => exitCode === 0) && used.every((each) => each === 'Azure 1,AWS 1,Google 1'),
  'a variable of each cloud was rotated, and has another fingerprint':
    clouds.every((cloud) => rotated.includes(cloud)) && rotation.changed.every((name) => rotation.before[name] !== rotation.after[name]),
  'each cloud refuses the stranger: TRUST_REJECTED, the cloud\'s own code, a cause and a cure':
    refusals.map(({ cloud, code, cloudCode }) => `${cloud} ${code} ${cloudCode}`).join() === 'Azure TRUST_REJECTED AADSTS700213,AWS TRUST_REJECTED AccessDenied,Google TRUST_REJECTED unauthorized_client'
    && new Set(refusals.map(({ diagnosis }) => diagnosis.cause)).size === clouds.length && refusals.every(({ diagnosis }) => diagnosis.cure !== ''),
};
for (const [fact, holds] of Object.entries(facts)) console.log(`${holds ? 'pass' : 'FAIL'}  ${fact}`);
process.exitCode = Object.values(facts).every(Boolean) ? 0 : 1;
