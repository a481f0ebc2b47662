import { Controller, Module, type Type } from '@nestjs/common';
import { z } from 'zod';
import type { Page } from '../../data/lists/index.js';
import { Database } from '../../data/database/index.js';
import { Operation, SeeOther, type Call } from '../../runtime/operations/index.js';
import { refusal, resourceNotFound } from '../../kernel/problems/index.js';
import type { Grant, Policy } from '../../access/rights/index.js';
import { Task, Tasks } from '../tasks/index.js';
import { auditEntries, Verification, type AuditQuery } from './audit.schema.js';
import { AuditTrail, verification } from './trail.js';

// Every service serves its own audit trail, under its own address: no other service has the data.

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const audited: Grant = { auditor: ['own'] };
const scope = 'audit:read';

/** Only auditors read the trail and have it verified. */
export const auditPolicy = (service: string): Policy => ({
  [`list${capital(service)}Audit`]: audited,
  [`verify${capital(service)}Audit`]: audited,
  [`readTaskOf${capital(service)}Audit`]: audited,
  [`readVerdictOf${capital(service)}Audit`]: audited,
});

/** `GET /v1/audit/<service>` and the operations that verify the trail. */
export function auditModule(service: string): Type {
  class AuditModule {}
  Module({ controllers: [trailOf(service), verificationsOf(service)], providers: [AuditTrail, Tasks] })(AuditModule);
  return AuditModule;
}

function trailOf(service: string): Type {
  @Controller()
  class AuditController {
    constructor(private readonly db: Database) {}

    @Operation({
      route: `GET /audit/${service}`,
      summary: `Read who did what to the records of ${service}`,
      scope,
      query: auditEntries.query,
      returns: auditEntries.page,
    })
    [`list${capital(service)}`](call: Call<undefined, never, AuditQuery>): Promise<Page> {
      return auditEntries.read(this.db, call);
    }
  }
  return AuditController;
}

function verificationsOf(service: string): Type {
  const name = capital(service);
  const [tasks, verdicts] = [`audit/${service}/verificationTasks`, `audit/${service}/verifications`] as const;

  @Controller()
  class VerificationsController {
    constructor(
      private readonly db: Database,
      private readonly tasks: Tasks,
    ) {}

    @Operation({
      route: `POST /audit/${service}/verificationTasks`,
      summary: `Start a verification of the audit trail of ${service}`,
      scope,
      returns: Task,
      status: 202,
    })
    [`verify${name}`](call: Call): Promise<Task> {
      return this.db.transaction(call, (tx) => this.tasks.start(tx, verification, {}, tasks));
    }

    @Operation({
      route: `GET /audit/${service}/verificationTasks/{taskId}`,
      summary: `Read the state of a verification of the audit trail of ${service}`,
      description: 'Answers 303 with the address of the result once it is available.',
      scope,
      returns: Task,
      refuses: [resourceNotFound],
    })
    async [`readTaskOf${name}`]({ params }: Call<undefined, 'taskId'>): Promise<Task | SeeOther> {
      const { task } = await this.tasks.find(verification, params.taskId, tasks);
      return task.status.state === 'done' ? new SeeOther(`/v1/${verdicts}/${task.id}`) : task;
    }

    @Operation({
      route: `GET /audit/${service}/verifications/{verificationId}`,
      summary: `Read the result of a verification of the audit trail of ${service}`,
      scope,
      returns: Verification,
      refuses: [resourceNotFound],
    })
    async [`readVerdictOf${name}`]({ params }: Call<undefined, 'verificationId'>): Promise<object> {
      const { task, result } = await this.tasks.find(verification, params.verificationId, verdicts);
      if (task.status.state !== 'done') throw refusal(resourceNotFound);
      return { href: task.href, id: task.id, ...z.looseObject({}).parse(result) };
    }
  }
  return VerificationsController;
}
