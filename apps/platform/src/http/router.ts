import type { Route } from './route.ts';

/** What stands at one address: a route for each method. */
export interface Address {
  readonly path: string;
  /** The names of the parameters in the order of the path. */
  readonly parameters: readonly string[];
  readonly routes: ReadonlyMap<string, Route>;
  /** The value of `Allow`. */
  readonly allow: string;
}

export interface RouteMatch {
  readonly address: Address;
  readonly parameters: Readonly<Record<string, string>>;
}

interface Node {
  readonly literals: Map<string, Node>;
  parameter: Node | undefined;
  address: Address | undefined;
}

/**
 * Finds the address of a path as it was sent. Segments are cut before anything is decoded and literals are compared as they stand, so that
 * no encoding makes a path mean another route than the one that is authorized. A literal goes before a parameter.
 */
export function createRouter(routes: readonly Route[]): (pathname: string) => RouteMatch | undefined {
  const root = emptyNode();
  for (const [path, group] of Map.groupBy(routes, (route) => route.path)) {
    const segments = segmentsOf(path);
    const node = segments.reduce(childOf, root);
    if (node.address !== undefined) throw new TypeError(`Two paths are one address: ${path} and ${node.address.path}.`);
    node.address = addressOf(path, segments, group);
  }
  return (pathname) => {
    if (!legalPath.test(pathname)) return undefined;
    const segments = segmentsOf(pathname);
    const values: string[] = [];
    let node: Node | undefined = root;
    for (const segment of segments) {
      const literal: Node | undefined = node.literals.get(segment);
      if (literal === undefined) values.push(segment);
      node = literal ?? node.parameter;
      if (node === undefined) return undefined;
    }
    return node.address && matchOf(node.address, values);
  };
}

// RFC 3986 §3.3 without ";", whose meaning is another one for every server.
const legalPath = /^(?:\/(?:[\w\-.~!$&'()*+,=:@]|%[\dA-Fa-f]{2})+)+$/;

const segmentsOf = (path: string): string[] => path.slice(1).split('/');
const emptyNode = (): Node => ({ literals: new Map(), parameter: undefined, address: undefined });

function childOf(node: Node, segment: string): Node {
  if (segment.startsWith('{')) return (node.parameter ??= emptyNode());
  const child = node.literals.get(segment) ?? emptyNode();
  node.literals.set(segment, child);
  return child;
}

function addressOf(path: string, segments: readonly string[], group: readonly Route[]): Address {
  const routes = new Map(group.map((route) => [route.method.toUpperCase(), route]));
  if (routes.size < group.length) throw new TypeError(`A method stands twice at ${path}.`);
  const allow = [...routes.keys()].flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).concat('OPTIONS').join(', ');
  return { path, parameters: segments.filter((segment) => segment.startsWith('{')).map((segment) => segment.slice(1, -1)), routes, allow };
}

function matchOf(address: Address, values: readonly string[]): RouteMatch | undefined {
  try {
    const decoded = values.map((value) => decodeURIComponent(value));
    if (decoded.some((value) => value.includes('\0'))) return undefined;
    return { address, parameters: Object.fromEntries(address.parameters.map((name, index) => [name, decoded[index] ?? ''])) };
  } catch {
    return undefined;
  }
}
