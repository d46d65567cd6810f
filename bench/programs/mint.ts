// Prints the median ratio of a mint's CPU to that of signing the same bytes with node:crypto.
import { generateKeyPairSync, sign } from 'node:crypto';
import { createIssuer, loadSigningKeys } from '@carnet/oidc-issuer';
import { audience } from '../canned/azure.ts';
import { issuerUrl, organization } from '../canned/bench-secrets.ts';
import { cpuOf, interleavedRatio } from '../interleaved.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keys = await loadSigningKeys(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
const issuer = createIssuer({ issuer: issuerUrl, keys });
const mint = async (): Promise<string> => (await issuer.mint({ organization, audience, renew: true })).token;
const signed = Buffer.from((await mint()).split('.').slice(0, 2).join('.'));
const mintsPerSample = 100;

const byIssuer = async (): Promise<void> => {
  for (let index = 0; index < mintsPerSample; index += 1) await mint();
};
const byCrypto = async (): Promise<void> => {
  for (let index = 0; index < mintsPerSample; index += 1) sign('sha256', signed, privateKey);
};
for (let warmUp = 0; warmUp < 3; warmUp += 1) {
  await byIssuer();
  await byCrypto();
}
process.stdout.write(String(await interleavedRatio(Number(process.argv[2]), () => cpuOf(byIssuer), () => cpuOf(byCrypto))));
