import { Injectable } from '@nestjs/common';
import { Database, type By } from '@passerelle/platform/data/database';
import { inputFault } from '@passerelle/platform/kernel/problems';
import { z } from 'zod';
import { Descriptions } from '../door/routing/descriptions.api.js';

// The services that have a calendar, which are known only after their announcements.

const Asked = z.object({ service: z.array(z.string()).default([]) });

@Injectable()
export class KnownServices {
  constructor(
    private readonly db: Database,
    private readonly descriptions: Descriptions,
  ) {}

  /**
   * A misspelt service would give an empty list, which would mean that the service has no dates. A service that is away
   * is still known.
   */
  async refuseUnknown(by: By, place: 'query' | 'body', filters: object): Promise<void> {
    const { service: names } = Asked.parse(filters);
    if (names.length === 0) return;
    const marking = await this.db.list<{ service: string }>(by, 'SELECT DISTINCT service FROM calendar_marking', []);
    const isKnown = (name: string) => this.descriptions.serves(name) || marking.some(({ service }) => service === name);
    const unknown = names.find((name) => !isKnown(name));
    if (unknown === undefined) return;
    throw inputFault(place, 'service', 'codeNotInList', `"${unknown}" is not a service: see \`service\` of an entry`);
  }
}
