import { createHash, randomBytes } from 'node:crypto';

// Of a secret of ours, 256 random bits, only a hash is stored: with that much entropy a fast hash is enough.

export const newSecret = (): string => randomBytes(32).toString('base64url');

export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');
