import { Controller, Module, type Type } from '@nestjs/common';
import type { Page } from '../../data/lists/index.js';
import { Database } from '../../data/database/index.js';
import { Operation, type Call } from '../../runtime/operations/index.js';
import type { Policy } from '../../access/rights/index.js';
import { auditEntries, AuditPage, type AuditQuery } from './audit.schema.js';
import { AuditTrail } from './trail.js';
import { lastVerification, NightlyVerification } from './verification.js';

/** Only auditors read the trail. */
export const auditPolicy: Policy = { listAuditEntries: { auditor: ['own'] } };

/**
 * The trail of a service at `GET /v1/audit/<service>`: it stays in the service's database, and no other service has it. The
 * controller is made for each service, since Nest keeps the subject of an operation on its method.
 */
export function auditModule(): Type {
  @Controller()
  class AuditController {
    constructor(private readonly db: Database) {}

    @Operation({
      id: 'listAuditEntries',
      route: 'GET /audit/{service}',
      ofEveryService: true,
      summary: 'Read who did what to the records of a service, and whether its audit trail is intact',
      scope: 'audit:read',
      query: auditEntries.query,
      returns: AuditPage,
    })
    async list(call: Call<undefined, never, AuditQuery>): Promise<Page> {
      const verification = await lastVerification(this.db);
      return auditEntries.read(this.db, call, verification === undefined ? {} : { verification });
    }
  }

  class AuditModule {}
  Module({ controllers: [AuditController], providers: [AuditTrail, NightlyVerification] })(AuditModule);
  return AuditModule;
}
