import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openTarball, textOf } from './tarball.ts';

/** An npm registry on loopback that only answers. */
export interface Registry {
  /** With a slash at its end, as npm's setting `@carnet:registry` takes it. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the tarballs under the names of their packages, so that a scope of npm can point here. It never keeps the process alive.
 *
 * @see https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md
 */
export async function startRegistry(tarballs: ReadonlyMap<string, string>): Promise<Registry> {
  const packages = await Promise.all([...tarballs.values()].map(readPackage));
  // npm keeps answers by their address, and a port comes again: another run's packages would be taken for these.
  const place = `/${randomUUID()}/`;
  const server = createServer((request, response) => {
    const path = pathOf(request.url ?? '/', place);
    const packument = packages.find(({ manifest }) => manifest.name === path);
    const tarball = packages.find((each) => each.path === path);
    if (request.method !== 'GET' || (packument ?? tarball) === undefined) {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not found"}');
    } else if (tarball !== undefined) {
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(tarball.bytes);
    } else if (packument !== undefined) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(packumentOf(packument, url)));
    }
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  server.unref();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${place}`;
  return {
    url,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

/** npm encodes the slash of a scope. What is no path of ours is no path at all. */
function pathOf(address: string, place: string): string | undefined {
  try {
    return address.startsWith(place) ? decodeURIComponent(address.slice(place.length)) : undefined;
  } catch {
    return undefined;
  }
}

interface ServedPackage {
  readonly manifest: { readonly name: string; readonly version: string };
  readonly path: string;
  readonly bytes: Uint8Array;
}

async function readPackage(file: string): Promise<ServedPackage> {
  const [bytes, tarball] = await Promise.all([readFile(file), openTarball(file)]);
  const manifest = JSON.parse(textOf(tarball, 'package.json')) as ServedPackage['manifest'];
  return { manifest, bytes, path: `${manifest.name}/-/${manifest.name.split('/').at(-1)}-${manifest.version}.tgz` };
}

function packumentOf({ manifest, path, bytes }: ServedPackage, url: string): object {
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  const version = { ...manifest, dist: { tarball: `${url}${path}`, integrity } };
  // Released long ago: pnpm holds a package back that is younger than a day.
  const time = { [manifest.version]: '2020-01-01T00:00:00.000Z' };
  return { name: manifest.name, 'dist-tags': { latest: manifest.version }, versions: { [manifest.version]: version }, time };
}
