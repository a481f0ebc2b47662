import type { ServerResponse } from 'node:http';
import { Server, type Socket } from 'node:net';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { DoorSettings } from '@passerelle/platform/kernel/config';
import {
  inputFault,
  payloadTooLarge,
  refusal,
  resourceNotFound,
  unsupportedMediaType,
} from '@passerelle/platform/kernel/problems';
import type { Door as OpenedDoor, ServiceContext } from '@passerelle/platform/runtime/service';
import { nestLogger } from '@passerelle/platform/kernel/telemetry';
import type { RpcReply } from '@passerelle/platform/kernel/rpc';
import { within } from '@passerelle/platform/kernel/timeout';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { clientAddress } from './limits/client-address.js';
import { bodyLimit, mediaTypesOf } from './http/body.js';
import { Directory } from './routing/directory.js';
import { Door } from './door.js';
import { fitForBrowser } from './documents/user-interface.js';
import type { DoorRequest } from './http/request.js';
import { isUserInterface, securityHeaders } from './http/security-headers.js';

// Fastify listens, the door answers: no route, parser or error page of the framework is used. Links come from
// configuration, never from a request or a proxy.

const mostConnections = 5_000;
/** Idle keep-alive connections are closed after this time. */
const quietMs = 250;

/** The longest that an operation may wait for news before it answers. */
const longestWaitMs = 60_000;

/** The time limit for a caller to send a whole request, and again to read the whole answer. */
const slowestMs = 12_000;

// Slow callers are disconnected; Node checks for them only at this interval.
const server = {
  bodyLimit,
  return503OnClosing: false,
  requestTimeout: slowestMs,
  keepAliveTimeout: 65_000,
  http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000, maxHeaderSize: 16_384 },
  clientErrorHandler: refuseConnection,
};

type Answer = (request: FastifyRequest, reply: FastifyReply, fault?: unknown) => Promise<unknown>;

/** Nest has its own pages for unknown addresses and errors; here both are problems like any other. */
class DoorAdapter extends FastifyAdapter {
  answer: Answer = (_, reply) => Promise.resolve(reply.code(503).send());

  override setNotFoundHandler(): ReturnType<FastifyAdapter['setNotFoundHandler']> {
    return super.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => this.answer(request, reply));
  }

  override setErrorHandler(): ReturnType<FastifyAdapter['setErrorHandler']> {
    return super.setErrorHandler((error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      this.answer(request, reply, faultOf(error, request.method)),
    );
  }
}

export async function openDoor(root: DynamicModule, context: ServiceContext<DoorSettings>): Promise<OpenedDoor> {
  const { settings, logger } = context;
  const adapter = new DoorAdapter({
    ...server,
    // A connection is silent while its answer is awaited.
    connectionTimeout: settings.DEADLINE_MS + longestWaitMs + slowestMs,
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
      void adapter.answer(request, reply, faultOf(error, request.method)),
  });
  const options = { bodyParser: false, logger: nestLogger(logger), abortOnError: false };
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, options);
  const door = app.get(Door);
  const read = (request: FastifyRequest): DoorRequest => readRequest(request, settings.TRUST_PROXY);
  adapter.answer = async (request, reply, fault) => send(reply, await door.answer(read(request), fault));
  const leaving = { now: false };
  addRoutes(app, adapter, leaving, settings);
  adapter.getInstance().addHook('onRequest', async (request, reply) => {
    const refusal = isUserInterface(request.url) ? await door.refusal(read(request)) : undefined;
    return refusal === undefined ? undefined : send(reply, refusal);
  });
  return {
    app,
    open: async () => {
      await app.get(Directory).servesItself();
      app.getHttpServer().maxConnections = mostConnections;
      await app.listen(settings.PORT, settings.BIND_ADDRESS);
    },
    close: () => closeDoor(app, adapter, leaving, settings.DRAIN_MS),
  };
}

const send = (reply: FastifyReply, { status, body, headers }: RpcReply): FastifyReply =>
  reply
    .code(status)
    .headers(headers)
    .send(Buffer.from(body.buffer, body.byteOffset, body.byteLength));

function addRoutes(
  app: NestFastifyApplication,
  adapter: DoorAdapter,
  leaving: { now: boolean },
  settings: DoorSettings,
): void {
  const secure = securityHeaders(settings);
  const fastify = adapter.getInstance();
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
  fastify.addHook('onSend', async (request, reply) => {
    if (leaving.now) reply.header('Connection', 'close');
    reply.headers(secure(request.url));
    endInTime(reply.raw);
  });
  fastify.addHook('onSend', async (request, reply, payload) =>
    isUserInterface(request.url) ? fitForBrowser(request, reply, payload) : payload,
  );
  fastify.all('/*', (request, reply) => adapter.answer(request, reply));
  // The user interface fetches the document like any client: `setup` would keep the first version for ever.
  const placeholder = { openapi: '3.0.3', info: { title: 'Passerelle', version: '1' }, paths: {} };
  const clientId = settings.ISSUERS.find(({ docsClient }) => docsClient !== undefined)?.docsClient;
  const swaggerOptions = {
    url: '/doc/openapi.json',
    spec: {},
    filter: true,
    persistAuthorization: false,
    oauth2RedirectUrl: `${settings.PUBLIC_URL}/docs/oauth2-redirect.html`,
    ...(clientId === undefined ? {} : { initOAuth: { clientId, usePkceWithAuthorizationCodeGrant: true } }),
  };
  SwaggerModule.setup('docs', app, placeholder, { raw: false, swaggerOptions, customSiteTitle: 'Passerelle' });
}

/** A slow reader occupies memory and a connection: its time is limited. */
function endInTime(answer: ServerResponse): void {
  const impatience = setTimeout(() => answer.destroy(), slowestMs).unref();
  answer.once('close', () => clearTimeout(impatience));
}

/**
 * Stops listening at once, but leaves kept-alive connections open until their next answer closes them: a request may be
 * on its way on any of them. `http.Server.close` would cut idle ones, so the close of its parent is used.
 */
async function closeDoor(
  app: NestFastifyApplication,
  adapter: DoorAdapter,
  leaving: { now: boolean },
  patienceMs: number,
): Promise<void> {
  leaving.now = true;
  const server = app.getHttpServer();
  const ended = new Promise((resume) => Server.prototype.close.call(server, resume));
  await within(ended, quietMs, () => undefined);
  const impatience = setTimeout(() => server.closeAllConnections(), patienceMs);
  await adapter.close().finally(() => clearTimeout(impatience));
}

function readRequest(request: FastifyRequest, proxies: number): DoorRequest {
  const [path = '', query = ''] = splitOnce(request.raw.url ?? '');
  // Node silently keeps the first of two Authorization headers: a proxy that checks them before us may keep the other.
  // The spaces keep an empty second header visible after the value is trimmed.
  const header = (name: string): string | undefined => request.raw.headersDistinct[name.toLowerCase()]?.join(' , ');
  return {
    method: request.method,
    path,
    query,
    header,
    body: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(),
    address: clientAddress(request.socket.remoteAddress, header('x-forwarded-for'), proxies),
  };
}

function splitOnce(url: string): [string, string] {
  const mark = url.indexOf('?');
  return mark < 0 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
}

/** Fastify's own refusals, as problems; any other error is a fault of ours. */
function faultOf(error: unknown, method: string): unknown {
  const { statusCode, code } = FastifyFault.safeParse(error).data ?? { statusCode: 500 };
  if (statusCode >= 500) return error;
  if (statusCode === 403 || statusCode === 404) return refusal(resourceNotFound);
  if (statusCode === 413) return refusal(payloadTooLarge, { limit: bodyLimit });
  if (statusCode === 415) return refusal(unsupportedMediaType, { supported: mediaTypesOf(method).join(', ') });
  return inputFault(code === 'FST_ERR_BAD_URL' ? 'path' : 'body', '', 'schemaViolation', 'cannot be read');
}

const FastifyFault = z.object({ statusCode: z.int(), code: z.string().optional() });

/** A request that is not HTTP gets a minimal answer. */
function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  const words = error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
  if (socket.writable) socket.end(`HTTP/1.1 ${words}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  else socket.destroy();
}
