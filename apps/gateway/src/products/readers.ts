import { anonymous, type Caller } from '@passerelle/platform/access/identity';
import { isFor } from './product-heads.api.js';

/** The scope of those who follow the products of their region. */
export const needed = 'products:read';

/** Whether the caller is a reader of the product: of its region, or anybody where it is public. */
export function mayFollow({ party, roles, scopes, client }: Caller, product: string): boolean {
  if (!isFor(party, product)) return false;
  if (isFor(undefined, product)) return true;
  return roles.includes('partner') && client !== anonymous.client && scopes.includes(needed);
}
