/** A part of a document. */
export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const objectAt = (schema: Json | undefined, key: string): Json => {
  const value = schema?.[key];
  return isObject(value) ? value : {};
};
