import type { Tx } from '@passerelle/platform/data/database';
import type { PersonRecord } from './person.entity.js';
import { Person } from './person.schema.js';

/** Whom to call, and in which languages. */
export const PersonContact = Person.pick({ href: true, name: true, email: true, phone: true, languages: true }).meta({
  id: 'PersonContact',
});

export type Contact = Pick<PersonRecord, 'id' | 'name' | 'email' | 'phone' | 'languages'>;

/** By id; none for a caller who may not read people, and none of an erased person. */
export async function contactsOf(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, Contact>> {
  if (!tx.actor.holds('people:read')) return new Map();
  const sql = `SELECT id, name, email, phone, languages FROM person WHERE id = ANY($1::uuid[]) AND status = 'registered'`;
  const found = await tx.query<Contact[]>(sql, [ids]);
  return new Map(found.map((contact) => [contact.id, contact]));
}
