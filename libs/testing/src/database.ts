/** A PostgreSQL database for one test file: empty, with the owner and the run role of its service. */
import { randomBytes } from 'node:crypto';
import { copyDatabase, createServiceDatabase, dropDatabase, ensureTemplate } from '@passerelle/stack/service-database';
import type { ServiceDatabase } from '@passerelle/stack/service-database';
import { shortHash } from '@passerelle/stack/places';
import { shared } from '@passerelle/stack/test-run';

export interface FreshDatabase {
  ownerUrl: string;
  appUrl: string;
  drop(): Promise<void>;
}

const nameOf = (app: string): string => `test_${app}_${randomBytes(6).toString('hex')}`;

// The roles belong to the cluster, and all test files share them.
const passwords = () => ({ owner: shared('rolePassword'), app: shared('rolePassword') });

/** `locale` is that of another cluster: `LOCALE_PROVIDER libc LOCALE 'C.UTF-8'`. */
export async function freshDatabase(app: string, locale?: string): Promise<FreshDatabase> {
  const admin = shared('postgres');
  const made = await createServiceDatabase(admin, app, {
    database: nameOf(app),
    passwords: passwords(),
    ...(locale === undefined ? {} : { locale }),
  });
  return droppable(admin, made);
}

/**
 * The same with the result of `prepare`, which runs once per test run; its database is then copied as a template.
 * `key` identifies the template.
 */
export async function preparedDatabase(
  app: string,
  key: string,
  prepare: (ownerUrl: string) => Promise<unknown>,
): Promise<FreshDatabase> {
  const admin = shared('postgres');
  const template = { app, database: `template_${app}_${shortHash(key)}`, passwords: passwords(), prepare };
  await ensureTemplate(admin, template);
  return droppable(admin, await copyDatabase(admin, template, nameOf(app)));
}

const droppable = (admin: string, { database, ownerUrl, appUrl }: ServiceDatabase): FreshDatabase => ({
  ownerUrl,
  appUrl,
  drop: () => dropDatabase(admin, database),
});
