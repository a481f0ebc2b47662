import { Controller, Module, type Type } from '@nestjs/common';
import { z } from 'zod';
import type { Page } from '../collections/index.js';
import { Database } from '../database/index.js';
import { Operation, SeeOther, type Call } from '../operations/index.js';
import { refuse, resourceNotFound } from '../problems/index.js';
import type { Grant, Policy } from '../rights/index.js';
import { Task, Tasks } from '../tasks/index.js';
import { auditEntries, Verification, type AuditQuery } from './audit.schema.js';
import { AuditTrail, verification } from './trail.js';

// Every service answers for its own trail, under its own address: nobody else has it.

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const audited: Grant = { auditor: ['own'] };
const scope = 'audit:read';

/** Auditors read the trail and have it verified; nobody else does. */
export const auditPolicy = (service: string): Policy => ({
  [`list${capital(service)}Audit`]: audited,
  [`verify${capital(service)}Audit`]: audited,
  [`readTaskOf${capital(service)}Audit`]: audited,
  [`readVerdictOf${capital(service)}Audit`]: audited,
});

/** `GET /v1/audit/<service>` and what belongs to it. */
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
      summary: `Have the audit trail of ${service} verified`,
      scope,
      returns: Task,
      status: 202,
    })
    [`verify${name}`](call: Call): Promise<Task> {
      return this.db.transaction(call, (tx) => this.tasks.start(tx, verification, {}, tasks));
    }

    @Operation({
      route: `GET /audit/${service}/verificationTasks/{taskId}`,
      summary: `Read how far a verification of ${service} is`,
      description: 'Answers 303 with the address of the verdict once there is one.',
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
      summary: `Read whether the audit trail of ${service} is what was written`,
      scope,
      returns: Verification,
      refuses: [resourceNotFound],
    })
    async [`readVerdictOf${name}`]({ params }: Call<undefined, 'verificationId'>): Promise<object> {
      const { task, result } = await this.tasks.find(verification, params.verificationId, verdicts);
      if (task.status.state !== 'done') throw refuse(resourceNotFound);
      return { href: task.href, id: task.id, ...z.looseObject({}).parse(result) };
    }
  }
  return VerificationsController;
}
