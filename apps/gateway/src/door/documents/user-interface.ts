import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { compressed } from '../http/compression.js';

// The files of Swagger UI, which its package sends as they are: compressed, and with a page that fits a small screen.

const viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">';

/** What is sent instead of a file of the interface; its headers are set. */
export async function fitForBrowser(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  const isWhole = reply.statusCode === 200 && request.method === 'GET';
  const file = isWhole ? await bytesOf(payload) : undefined;
  if (file === undefined) return payload;
  const type = String(reply.getHeader('content-type'));
  const isPage = type.startsWith('text/html');
  const body = isPage ? Buffer.from(file.toString().replace('<head>', `<head>\n  ${viewport}`)) : file;
  const plain = { status: 200, body, headers: { 'Content-Type': type } };
  const sent = await compressed(plain, request.raw.headersDistinct['accept-encoding']?.join());
  reply.headers({ ...sent.headers, 'Content-Length': sent.body.length, Vary: 'Accept-Encoding' });
  return Buffer.from(sent.body);
}

async function bytesOf(payload: unknown): Promise<Buffer | undefined> {
  if (typeof payload === 'string') return Buffer.from(payload);
  if (Buffer.isBuffer(payload)) return payload;
  return payload instanceof Readable ? buffer(payload) : undefined;
}
