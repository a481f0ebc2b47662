import { anonymous, type Caller } from '@passerelle/platform/access/identity';

/** The scope of those who follow the products of their region. */
export const needed = 'products:read';

/** Whether the caller is a reader of the product: of its region, or anybody where it is public. */
export function mayFollow({ party, roles, scopes, client }: Caller, product: string): boolean {
  const [family, , region] = product.split('.');
  if (family === 'public') return true;
  const isReader = family === 'party' && region === party && roles.includes('partner');
  return isReader && client !== anonymous.client && scopes.includes(needed);
}
