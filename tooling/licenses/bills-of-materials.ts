import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runToEnd } from '../tarballs/run-to-end.ts';

/** The part of a CycloneDX document that the check of licenses reads. */
export interface BillOfMaterials {
  readonly metadata: { readonly component: { readonly name: string; readonly group?: string } };
  readonly components: readonly {
    readonly name: string;
    readonly group?: string;
    readonly version: string;
    readonly licenses?: readonly { readonly expression?: string; readonly license?: { readonly id?: string; readonly name?: string } }[];
  }[];
}

/**
 * Writes a bill of materials for each published package, with what it brings to a user and nothing that only we need.
 *
 * @see https://cyclonedx.org/docs/1.7/json/
 */
export async function writeBillsOfMaterials(root: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await runToEnd('pnpm', ['--filter', './packages/*', 'sbom', '--split', '--prod', '--sbom-format', 'cyclonedx', '--out', join(folder, '%s-%v.cdx.json')], { cwd: root, minutes: 1 });
}

export async function billsOfMaterials(root: string): Promise<readonly BillOfMaterials[]> {
  const folder = mkdtempSync(join(tmpdir(), 'carnet-bills-'));
  try {
    await writeBillsOfMaterials(root, folder);
    return readdirSync(folder).toSorted().map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as BillOfMaterials);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
