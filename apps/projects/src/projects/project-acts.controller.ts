import { Controller } from '@nestjs/common';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import {
  illegalTransition,
  recordRetracted,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
import { consortiumTooSmall, leadPartnerMissing, severalLeadPartners } from '../consortium.js';
import { ProjectActsService } from './project-acts.service.js';
import { datesMissing, type ProjectRecord } from './project.entity.js';
import { JustifiedAct, Project, ProjectAct } from './project.schema.js';

type Act = Call<ProjectAct, 'projectId'>;
type Justified = Call<JustifiedAct, 'projectId'>;

const refuses = [resourceNotFound, stalePrecondition, illegalTransition, recordRetracted];
const declared = { scope: 'projects:write', returns: Project, status: 200, refuses } as const;
const act = { ...declared, body: ProjectAct };
const justified = { ...declared, body: JustifiedAct };

@Controller()
export class ProjectActsController {
  constructor(private readonly acts: ProjectActsService) {}

  @Operation({
    route: 'POST /projects/{projectId}/starts',
    summary: 'Record that the activities of a project began',
    ...act,
    refuses: [...refuses, leadPartnerMissing, severalLeadPartners, consortiumTooSmall, datesMissing],
    examples: { onTheDay: { on: '2025-01-01' } },
  })
  start(call: Act): Promise<ProjectRecord> {
    return this.acts.start(call);
  }

  @Operation({
    route: 'POST /projects/{projectId}/suspensions',
    summary: 'Suspend a project',
    ...act,
    examples: {
      partnerInTrouble: {
        on: '2025-09-01',
        reason: { fr: 'Un partenaire est en faillite.', nl: 'Een partner is failliet.' },
      },
    },
  })
  suspend(call: Act): Promise<ProjectRecord> {
    return this.acts.suspend(call);
  }

  @Operation({
    route: 'POST /projects/{projectId}/resumptions',
    summary: 'Resume a suspended project',
    ...act,
    examples: { afterThreeMonths: { on: '2025-12-01' } },
  })
  resume(call: Act): Promise<ProjectRecord> {
    return this.acts.resume(call);
  }

  @Operation({
    route: 'POST /projects/{projectId}/completions',
    summary: 'Record that the activities of a project ended',
    ...act,
    examples: { atTheTurnOfTheYear: { on: '2025-12-31' } },
  })
  end(call: Act): Promise<ProjectRecord> {
    return this.acts.end(call);
  }

  @Operation({
    route: 'POST /projects/{projectId}/closures',
    summary: 'Close a project: all is reported and paid',
    ...act,
    examples: { paid: { on: '2026-06-30' } },
  })
  close(call: Act): Promise<ProjectRecord> {
    return this.acts.close(call);
  }

  @Operation({
    route: 'POST /projects/{projectId}/closureReversals',
    summary: 'Revert the closure of a project, for a stated reason',
    ...justified,
    examples: {
      costsRefused: {
        on: '2026-09-01',
        reason: { fr: 'Le contrôle a refusé des dépenses.', nl: 'De controle heeft uitgaven geweigerd.' },
      },
    },
  })
  revertClosure(call: Justified): Promise<ProjectRecord> {
    return this.acts.revertClosure(call);
  }

  @Operation({
    route: 'POST /projects/{projectId}/terminations',
    summary: 'Terminate a project before its end, for a stated reason',
    ...justified,
    examples: {
      fundingWithdrawn: {
        on: '2025-10-15',
        reason: {
          fr: 'Le programme a retiré son financement.',
          nl: 'Het programma heeft de financiering ingetrokken.',
        },
      },
    },
  })
  terminate(call: Justified): Promise<ProjectRecord> {
    return this.acts.terminate(call);
  }
}
