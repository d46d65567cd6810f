import { randomBytes, randomUUID } from 'node:crypto';

/** Something mounted, with what names it to clients. */
export interface Mount<Engine> {
  readonly engine: Engine;
  readonly accessor: string;
  readonly id: string;
  readonly description: string;
}

export function isMountPath(path: string): boolean {
  return /^[\w.-]{1,100}(?:\/[\w.-]{1,100})*$/.test(path);
}

/** What is mounted where. A path has no slash at its ends, and no mount stands inside another. */
export class Mounts<Engine> {
  readonly #kind: string;
  readonly #create: (path: string) => Engine;
  readonly #mounts = new Map<string, Mount<Engine>>();

  constructor(kind: string, create: (path: string) => Engine) {
    this.#kind = kind;
    this.#create = create;
  }

  get(path: string): Mount<Engine> | undefined {
    return this.#mounts.get(path);
  }

  all(): readonly (readonly [path: string, mount: Mount<Engine>])[] {
    return [...this.#mounts];
  }

  /** The mount that a path stands in, and what is left of the path behind it. */
  of(path: string): { readonly path: string; readonly mount: Mount<Engine>; readonly rest: string } | undefined {
    for (const [at, mount] of this.#mounts) if (path === at || path.startsWith(`${at}/`)) return { path: at, mount, rest: path.slice(at.length + 1) };
    return undefined;
  }

  /** The mount that leaves no room for another one at a path. */
  conflict(path: string): string | undefined {
    return [...this.#mounts.keys()].find((at) => at === path || path.startsWith(`${at}/`) || at.startsWith(`${path}/`));
  }

  /** @throws TypeError where the path is none, or stands inside another mount, or around it */
  findOrMount(path: string, description = ''): Mount<Engine> {
    const found = this.#mounts.get(path);
    if (found) return found;
    if (!isMountPath(path) || this.conflict(path) !== undefined) throw new TypeError(`Nothing can be mounted at ${JSON.stringify(path)}.`);
    const mount = { engine: this.#create(path), accessor: `${this.#kind}_${randomBytes(4).toString('hex')}`, id: randomUUID(), description };
    this.#mounts.set(path, mount);
    return mount;
  }

  remove(path: string): void {
    this.#mounts.delete(path);
  }
}
