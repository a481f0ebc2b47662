import { refusal, unsupportedMediaType } from '@passerelle/platform/kernel/problems';
import type { DoorRequest } from './request.js';

/** 1 MiB, the largest body accepted over HTTP. */
export const bodyLimit = 1_048_576;

const json = 'application/json';
const mergePatch = 'application/merge-patch+json';

export const mediaTypesOf = (method: string): readonly string[] => (method === 'PATCH' ? [mergePatch, json] : [json]);

/**
 * The bytes to forward; refuses bodies that are not plain JSON in UTF-8. A body of a GET has no meaning and is dropped.
 */
export function bodyOf(request: DoorRequest, method: string): Uint8Array {
  if (method === 'GET' || request.body.length === 0) return new Uint8Array();
  const supported = mediaTypesOf(method);
  const [type = '', ...parameters] = (request.header('content-type') ?? '').toLowerCase().split(';');
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='));
  const isPlain = (request.header('content-encoding') || 'identity').toLowerCase() === 'identity';
  const isUtf8 = charset === undefined || /^charset="?utf-8"?$/.test(charset);
  if (supported.includes(type.trim()) && isPlain && isUtf8) return request.body;
  throw refusal(unsupportedMediaType, { supported: supported.join(', ') });
}
