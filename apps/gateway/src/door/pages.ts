import { Injectable } from '@nestjs/common';
import { resourceNotFound, refuse } from '@passerelle/platform/problems';
import type { WireReply } from '@passerelle/platform/wire';
import { AsyncApi } from './asyncapi.js';
import { Directory } from './directory.js';
import { Health } from './health.js';
import { OpenApi } from './openapi.js';
import { problemTypePage } from './problem-type.page.js';
import { ProblemTypes } from './problem-types.service.js';
import { languageOf, reply, type DoorRequest } from './request.js';
import type { Page } from './router.js';

/** The addresses at which the door answers by itself, open to everybody: health and documents. */
@Injectable()
export class Pages {
  readonly all: readonly Page[] = [
    { path: '/health', answer: (_, __, recognise) => this.health.answer(recognise) },
    { path: '/doc/openapi.json', answer: () => this.openApi.answer() },
    { path: '/doc/asyncapi.json', answer: () => this.asyncApi.answer() },
    { path: '/schemas/:fact/:version', answer: (_, { fact, version }) => this.factSchema(fact, version) },
    { path: '/v1/refData/problemTypes/:code', html: true, answer: (request, { code }) => this.problem(request, code) },
  ];

  constructor(
    private readonly directory: Directory,
    private readonly health: Health,
    private readonly openApi: OpenApi,
    private readonly asyncApi: AsyncApi,
    private readonly problemTypes: ProblemTypes,
  ) {}

  /** `/schemas/cooperation.agreements.signed/1.0`: the JSON Schema of a fact's data. A version never changes. */
  private factSchema(fact: string | undefined, version: string | undefined): WireReply {
    for (const { service, facts } of this.directory.composition.accepted.values()) {
      const found = facts.find((known) => `${service}.${known.resource}.${known.verb}` === fact);
      if (found === undefined || found.version !== version) continue;
      const forEver = { 'Cache-Control': 'public, max-age=31536000, immutable' };
      return reply('application/schema+json', JSON.stringify(found.data), forEver);
    }
    throw refuse(resourceNotFound);
  }

  private problem(request: DoorRequest, code: string | undefined): WireReply {
    const kind = this.problemTypes.read(code ?? '');
    const page = problemTypePage(kind, languageOf(request));
    return reply('text/html; charset=utf-8', page.html, { 'Content-Language': page.language });
  }
}
