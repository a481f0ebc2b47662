import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DoorSettings } from '@passerelle/platform/kernel/config';
import { NewApiKey } from '../../../gateway/src/api-keys/api-key.schema.js';
import { NewSubscriber } from '../../../gateway/src/subscribers/subscriber.schema.js';

// The gateway accepts the examples of docs/identity.md.
const page = readFileSync(join(resolve(import.meta.dirname, '../../../..'), 'docs/identity.md'), 'utf8');
const blocks = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, block = '']) => block);
const lists = blocks.filter((block) => block.startsWith('['));

it('shows issuers that are accepted unchanged', () => {
  expect(lists.length).toBeGreaterThanOrEqual(4);
  for (const list of lists) expect(DoorSettings.shape.ISSUERS.safeParse(list).error).toBeUndefined();
  const broken = (lists[0] ?? '').replace('"parties"', '"partys"');
  expect(DoorSettings.shape.ISSUERS.safeParse(broken).success).toBe(false);
});

it('shows a key that can be requested', () => {
  const [key = ''] = blocks.filter((block) => block.startsWith('{'));
  expect(NewApiKey.safeParse(JSON.parse(key)).success).toBe(true);
});

it('shows a subscriber that can be registered, and every field of one', () => {
  const [, subscriber = ''] = blocks.filter((block) => block.startsWith('{'));
  expect(NewSubscriber.safeParse(JSON.parse(subscriber)).success).toBe(true);
  for (const field of Object.keys(NewSubscriber.shape)) expect(page).toContain(`\`${field}\``);
});

it('documents every setting of an issuer', () => {
  const whole = {
    issuer: 'https://a.test',
    audience: 'a',
    name: 'a',
    party: 'BE-VLG',
    docsClient: 'd',
    roles: {},
    scopes: {},
  };
  const [parsed = {}] = DoorSettings.shape.ISSUERS.parse(JSON.stringify([whole]));
  for (const setting of Object.keys(parsed)) expect(page).toContain(`\`${setting}\``);
  expect(Object.keys(parsed)).toHaveLength(11);
});
