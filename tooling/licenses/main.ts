// Writes the bills of materials of the published packages into the folder named on the command line.
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeBillsOfMaterials } from './bills-of-materials.ts';

const folder = resolve(process.argv[2] ?? 'sbom');
await writeBillsOfMaterials(fileURLToPath(new URL('../..', import.meta.url)), folder);
console.log(`wrote the bills of materials to ${folder}`);
