export type JsonObject = Readonly<Record<string, unknown>>;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON object, or undefined where the text is anything else: a proxy's page, half an answer. */
export function jsonObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** An own field: what Object.prototype holds is no field. */
export function ownField(object: JsonObject | undefined, field: string): unknown {
  return object !== undefined && Object.hasOwn(object, field) ? object[field] : undefined;
}

export function objectField(object: JsonObject | undefined, field: string): JsonObject | undefined {
  const value = ownField(object, field);
  return isJsonObject(value) ? value : undefined;
}

export function textField(object: JsonObject | undefined, field: string): string | undefined {
  const value = ownField(object, field);
  return typeof value === 'string' ? value : undefined;
}
