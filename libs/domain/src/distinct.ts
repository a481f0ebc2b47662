/** For `refine`: whether all values of a list are different. */
export const distinct = (values: readonly unknown[]): boolean => new Set(values).size === values.length;
