import { createHash } from 'node:crypto';

/**
 * The chain by which a subscriber proves that it has every fact of a product and no other: h(n) = SHA-256(h(n-1) ‖ id ‖ datasha256), the id
 * and the digest as ASCII; h(0) is 32 zero bytes. It goes over digests, so it stays when a text is taken back.
 */
export const chained = (before: Buffer, { id, digest }: { readonly id: string; readonly digest: string }): Buffer =>
  createHash('sha256').update(before).update(id).update(digest).digest();
