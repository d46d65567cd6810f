import { z } from 'zod';

/** The fields of a query that every list takes; spread it into the schema of the route. */
export const pageQuery: { readonly limit: z.ZodDefault<z.ZodCoercedNumber>; readonly cursor: z.ZodOptional<z.ZodString> } = {
  limit: z.coerce.number().int().min(1).max(100).default(50).describe('The most items of one page.'),
  cursor: z.string().min(1).max(2_048).optional().describe('`next` of the page before.'),
};

/** The answer of every list. */
export function pageOf<Item extends z.ZodType>(item: Item): z.ZodObject<{ items: z.ZodArray<Item>; next: z.ZodNullable<z.ZodString> }, z.core.$strict> {
  return z.strictObject({ items: z.array(item), next: z.string().nullable().describe('The cursor of the next page; null on the last one.') });
}
