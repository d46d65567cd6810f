/** What a rule of a policy can allow, as far as these clouds know operations. */
export const capabilities = ['create', 'read', 'update', 'patch', 'delete', 'list', 'sudo', 'deny'] as const;
export type Capability = (typeof capabilities)[number];

/** One rule. Its path is relative to the namespace of the policy, without a slash in front. */
export interface PathRule {
  readonly path: string;
  readonly capabilities: ReadonlySet<Capability>;
}

export interface Policy {
  readonly name: string;
  /** The document as it was written. */
  readonly text: string;
  readonly rules: readonly PathRule[];
}

/** What is wrong with the path of a rule, or undefined. */
export function brokenPathRule(path: string): string | undefined {
  if (path.includes('+*')) return `path ${JSON.stringify(path)}: invalid use of wildcards ('+*' is forbidden)`;
  return path.includes('{{') ? `path ${JSON.stringify(path)}: templates are not imitated by the local clouds` : undefined;
}

export function pathRule(path: string, allowed: readonly Capability[]): PathRule {
  return { path: path.replace(/^\//, ''), capabilities: new Set(allowed.includes('deny') ? ['deny'] : allowed) };
}

const rules = (entries: readonly (readonly [string, readonly Capability[]])[]): readonly PathRule[] => entries.map(([path, allowed]) => pathRule(path, allowed));

/** The policy that every token has, where its role does not say otherwise: as much of it as there are paths here. */
export const defaultPolicy: Policy = {
  name: 'default',
  text: ['lookup-self', 'renew-self', 'revoke-self'].map((name) => `path "auth/token/${name}" {\n  capabilities = ["${name === 'lookup-self' ? 'read' : 'update'}"]\n}\n`).join(''),
  rules: rules([
    ['auth/token/lookup-self', ['read']],
    ['auth/token/renew-self', ['update']],
    ['auth/token/revoke-self', ['update']],
  ]),
};
