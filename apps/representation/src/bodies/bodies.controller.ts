import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import {
  languageIncomplete,
  preconditionRequired,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
import { bodyExample } from '../examples.js';
import { BodiesService } from './bodies.service.js';
import { bodyWithinItself, type BodyRecord } from './body.entity.js';
import { bodies, Body, BodyChange, NewBody, type BodyQuery } from './body.schema.js';

const read = 'representation:read';
const write = 'representation:write';

@Controller()
export class BodiesController {
  constructor(private readonly bodies: BodiesService) {}

  @Operation({
    route: 'GET /bodies',
    summary: 'List bodies in which the Region is represented',
    scope: read,
    query: bodies.query,
    returns: bodies.page,
  })
  list(call: Call<undefined, never, BodyQuery>): Promise<Page> {
    return this.bodies.list(call);
  }

  @Operation({
    route: 'GET /bodies/{bodyId}',
    summary: 'Read a body',
    scope: read,
    returns: Body,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'bodyId'>): Promise<BodyRecord> {
    return this.bodies.read(call);
  }

  @Operation({
    route: 'POST /bodies',
    summary: 'Register a body',
    scope: write,
    body: NewBody,
    returns: Body,
    refuses: [languageIncomplete],
    examples: { urbanDevelopment: bodyExample },
  })
  register(call: Call<NewBody>): Promise<BodyRecord> {
    return this.bodies.register(call);
  }

  @Operation({
    route: 'PATCH /bodies/{bodyId}',
    summary: 'Correct a body',
    scope: write,
    body: BodyChange,
    returns: Body,
    refuses: [resourceNotFound, preconditionRequired, stalePrecondition, bodyWithinItself, languageIncomplete],
    examples: { votes: { voting: true } },
  })
  change(call: Call<BodyChange, 'bodyId'>): Promise<BodyRecord> {
    return this.bodies.change(call);
  }
}
