import { z } from 'zod';
import { permissions, type Permission } from '../access/permission.ts';
import { nameProblem } from '../resources/records/resource-name.ts';

export const exampleId = '6f9619ff-8b86-4d01-b42d-00c04fc964ff';
export const exampleTime = '2026-11-22T12:00:00.000Z';

/** The name of an organization, a role or a token. */
export const nameField: z.ZodString = z.string().min(1).max(100).superRefine((name, context) => {
  const problem = nameProblem(name);
  if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
});

export const emailField: z.ZodEmail = z.email().max(254);

export const permissionField: z.ZodEnum<{ [K in Permission]: K }> = z.enum(permissions as [Permission, ...Permission[]]) as unknown as z.ZodEnum<{ [K in Permission]: K }>;

/** In the order of the list of all, each once. */
export const permissionsField: z.ZodArray<typeof permissionField> = z.array(permissionField).max(permissions.length);

export const timeField: z.ZodString = z.string().describe('ISO 8601.');

export function sorted(given: readonly Permission[]): readonly Permission[] {
  return permissions.filter((permission) => given.includes(permission));
}
