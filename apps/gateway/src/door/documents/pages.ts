import { Injectable } from '@nestjs/common';
import type { DoorSettings } from '@passerelle/platform/kernel/config';
import { resourceNotFound, refusal } from '@passerelle/platform/kernel/problems';
import type { RpcReply } from '@passerelle/platform/kernel/rpc';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { AsyncApi } from './asyncapi.js';
import { Directory } from '../routing/directory.js';
import { Health } from '../health.js';
import { OpenApi } from './openapi.js';
import { homePage } from './home.page.js';
import type { HtmlPage } from './html.js';
import { productSchema } from './product-records.js';
import { problemTypePage } from './problem-type.page.js';
import { ProblemTypes } from './problem-types.service.js';
import { languageOf, refuseUnreadable, reply, type DoorRequest } from '../http/request.js';
import type { Page } from '../routing/router.js';

/** The addresses that the door answers itself, for everyone: the home page, health and documents. */
@Injectable()
export class Pages {
  readonly all: readonly Page[] = [
    { path: '/', answer: (request) => this.home(request) },
    { path: '/health', answer: (_, __, recognise) => this.health.answer(recognise) },
    { path: '/doc/openapi.json', answer: () => this.openApi.answer() },
    { path: '/doc/asyncapi.json', answer: () => this.asyncApi.answer() },
    {
      path: '/doc/asyncapi/:file',
      answer: (_, { file = '' }, recognise) => this.asyncApi.answerFor(file, recognise),
    },
    { path: '/schemas/:fact/:version', answer: (_, { fact, version }) => this.schema(fact, version) },
    { path: '/v1/refData/problemTypes/:code', html: true, answer: (request, { code }) => this.problem(request, code) },
  ];

  constructor(
    private readonly directory: Directory,
    private readonly health: Health,
    private readonly openApi: OpenApi,
    private readonly asyncApi: AsyncApi,
    private readonly problemTypes: ProblemTypes,
    private readonly context: ServiceContext<DoorSettings>,
  ) {}

  private home(request: DoorRequest): RpcReply {
    refuseUnreadable(request, 'text/html');
    return htmlReply(homePage(languageOf(request)));
  }

  /** `/schemas/cooperation.agreements.signed/1.0`: the JSON Schema of the data of an event. A version never changes. */
  private schema(fact = '', version = ''): RpcReply {
    for (const description of this.directory.composition.accepted.values()) {
      const { service, facts } = description;
      const own = facts.find((known) => `${service}.${known.resource}.${known.verb}` === fact);
      const found = own?.version === version ? own.data : productSchema(description, fact, version);
      if (found === undefined) continue;
      const forEver = { 'Cache-Control': 'public, max-age=31536000, immutable' };
      return reply('application/schema+json', JSON.stringify(found), forEver);
    }
    throw refusal(resourceNotFound);
  }

  private problem(request: DoorRequest, code: string | undefined): RpcReply {
    const kind = this.problemTypes.read(code ?? '');
    return htmlReply(problemTypePage(kind, languageOf(request)));
  }
}

const htmlReply = ({ html, language }: HtmlPage): RpcReply =>
  reply('text/html; charset=utf-8', html, { 'Content-Language': language });
