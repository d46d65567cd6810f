import { z } from 'zod';
import { pageQuery } from '../../http/paging.ts';

/** The query of every list by name. */
export const listQuery: z.ZodObject<{ name: z.ZodOptional<z.ZodString>; search: z.ZodOptional<z.ZodString>; limit: z.ZodDefault<z.ZodCoercedNumber>; cursor: z.ZodOptional<z.ZodString> }, z.core.$strict> = z.strictObject({
  name: z.string().max(200).optional().describe('The one of this name, in whatever case.'),
  search: z.string().max(200).optional().describe('Those whose names begin so, in whatever case.'),
  ...pageQuery,
});

export const uuid: z.ZodString = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);

/** Settings as somebody sends them: what they may be is the manifest's to say. */
export const givenSettings: z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean]>> = z.record(z.string().max(64), z.union([z.string().max(65_536), z.number(), z.boolean()]));

/** Settings as a merge patch: null removes a field. */
export const patchedSettings: z.ZodRecord<z.ZodString, z.ZodUnion<readonly [z.ZodString, z.ZodNumber, z.ZodBoolean, z.ZodNull]>> = z.record(z.string().max(64), z.union([z.string().max(65_536), z.number(), z.boolean(), z.null()]));

/** Who uses a resource. */
export const usedBy: z.ZodArray<z.ZodObject<{ kind: z.ZodString; id: z.ZodString; name: z.ZodString }, z.core.$strict>> = z.array(z.strictObject({ kind: z.string(), id: z.string(), name: z.string() }));

export const automationChoice: z.ZodUnion<readonly [z.ZodLiteral<'all'>, z.ZodArray<z.ZodString>]> = z.union([z.literal('all'), z.array(uuid).max(1_000)]);

export const exampleId = '6f9619ff-8b86-4d01-b42d-00c04fc964ff';
export const exampleTime = '2026-11-22T12:00:00.000Z';
