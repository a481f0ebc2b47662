/** For `refine`: whether no value of a list stands in it twice. */
export const distinct = (values: readonly unknown[]): boolean => new Set(values).size === values.length;
