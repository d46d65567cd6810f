/** What a role speaks of (D1). */
export const features = [
  'secret_providers', 'workload_identity_configs', 'environment_variables', 'secret_values', 'automations', 'deployments', 'kickoffs', 'workers',
  'members', 'roles', 'tokens', 'audit',
] as const;

export type Feature = (typeof features)[number];

/** `manage` implies `read`. */
export type Permission = `${Feature}:${'read' | 'manage'}` | 'automations:run_locally';

/** Everything that a role may hold. */
export const permissions: readonly Permission[] = [...features.flatMap((feature) => [`${feature}:read`, `${feature}:manage`] as const), 'automations:run_locally'];

/** Whether these permissions allow that one. */
export function allows(held: readonly string[], wanted: Permission): boolean {
  return held.includes(wanted) || (wanted.endsWith(':read') && held.includes(wanted.replace(/:read$/, ':manage')));
}
