import { Controller } from '@nestjs/common';
import { Database } from '@passerelle/platform/data/database';
import { recordRetracted, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { briefOf } from './brief.js';
import { Brief } from './brief.schema.js';

@Controller()
export class Briefs {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  @Operation({
    id: 'readBodyMeetingBrief',
    route: 'GET /bodyMeetings/{bodyMeetingId}/brief',
    summary: 'Read the brief of a meeting: agenda, our positions and how they fared, who goes, papers, what is open',
    scope: 'representation:read',
    returns: Brief,
    refuses: [resourceNotFound, recordRetracted],
  })
  brief(call: Call<undefined, 'bodyMeetingId'>): Promise<object> {
    const { PUBLIC_URL } = this.context.settings;
    return this.db.read(call, (tx) => briefOf(tx, call.params.bodyMeetingId, PUBLIC_URL));
  }
}
