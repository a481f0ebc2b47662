import { randomInt, timingSafeEqual } from 'node:crypto';
import { hashOf, newSecret } from '../shared/secret.js';

// A key is `<prefix>.<secret>`. The prefix finds its row; of the secret only a hash is stored.

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
const form = /^(psr_[a-z0-9]{12})\.[\w-]{43}$/;

export interface NewKey {
  readonly key: string;
  readonly prefix: string;
  readonly hash: string;
}

export function newKey(): NewKey {
  const prefix = `psr_${Array.from({ length: 12 }, () => letters.charAt(randomInt(letters.length))).join('')}`;
  const key = `${prefix}.${newSecret()}`;
  return { key, prefix, hash: hashOf(key) };
}

/** Undefined for a text that cannot be a key. */
export const prefixOf = (key: string): string | undefined => form.exec(key)?.[1];

const nobodys = hashOf('');

/** Takes the same time whether or not the key exists, and however much of it is right. */
export const isKey = (given: string, hash: string | undefined): boolean =>
  timingSafeEqual(Buffer.from(hashOf(given), 'hex'), Buffer.from(hash ?? nobodys, 'hex')) && hash !== undefined;
