import { actsOf, Life, type ActContext } from '@passerelle/platform/features/lives';
import { languageIncomplete, stateAfter, type Transition } from '@passerelle/platform/kernel/problems';
import { consortiumTooSmall, leadPartnerMissing, severalLeadPartners, type Origin } from '../consortium.js';
import { consortiumOf } from './consortia.js';
import { datesMissing, type ProjectRecord } from './project.entity.js';
import * as facts from './project.facts.js';
import { JustifiedAct, ProjectAct, type ProjectStatus } from './project.schema.js';

const act = actsOf<ProjectRecord, ProjectStatus>();

const advance = async (project: ProjectRecord, given: ProjectAct, { tx, today }: ActContext): Promise<void> =>
  project.advance(given, today, await consortiumOf(tx, project));

export const projectLife = new Life({
  start: act({
    from: ['contracting'],
    to: 'running',
    summary: 'Record that the activities of a project began',
    asks: ProjectAct,
    isPossible: async (project, { tx }) =>
      project.origin === 'imported' || project.canStart(await consortiumOf(tx, project)),
    does: async (project, given, { tx, today }) => project.start(given, today, await consortiumOf(tx, project)),
    fact: (project) => facts.projectStarted(project),
    refuses: [leadPartnerMissing, severalLeadPartners, consortiumTooSmall, datesMissing, languageIncomplete],
    examples: { onTheDay: { on: '2025-01-01' } },
  }),
  suspend: act({
    from: ['running'],
    to: 'suspended',
    summary: 'Suspend a project',
    asks: ProjectAct,
    does: advance,
    fact: (project) => facts.projectSuspended(project),
    refuses: [languageIncomplete],
    examples: {
      partnerInTrouble: {
        on: '2025-09-01',
        reason: { fr: 'Un partenaire est en faillite.', nl: 'Een partner is failliet.' },
      },
    },
  }),
  resume: act({
    from: ['suspended'],
    to: 'running',
    summary: 'Resume a suspended project',
    asks: ProjectAct,
    does: advance,
    fact: (project) => facts.projectResumed(project),
    refuses: [languageIncomplete],
    examples: { afterThreeMonths: { on: '2025-12-01' } },
  }),
  end: act({
    from: ['running'],
    to: 'ended',
    summary: 'Record that the activities of a project ended',
    asks: ProjectAct,
    does: async (project, given, { tx, today }) => project.end(given, today, await consortiumOf(tx, project)),
    fact: (project) => facts.projectEnded(project),
    refuses: [languageIncomplete],
    examples: { atTheTurnOfTheYear: { on: '2025-12-31' } },
  }),
  close: act({
    from: ['ended', 'contracting', 'running'],
    to: 'closed',
    summary: 'Close a project: all is reported and paid',
    description: 'An imported project may be closed at once: its register seldom shows the steps before.',
    asks: ProjectAct,
    isPossible: ({ origin, status }) => origin === 'imported' || status === 'ended',
    does: async (project, given, context) => {
      stateAfter(statesOf(project.origin), project.status, 'close');
      await advance(project, given, context);
    },
    fact: (project) => facts.projectClosed(project),
    refuses: [languageIncomplete],
    examples: { paid: { on: '2026-06-30' } },
  }),
  revertClosure: act({
    from: ['closed'],
    to: 'running',
    summary: 'Revert the closure of a project, for a stated reason',
    asks: JustifiedAct,
    does: advance,
    fact: (project) => facts.projectReopened(project),
    refuses: [languageIncomplete],
    examples: {
      costsRefused: {
        on: '2026-09-01',
        reason: { fr: 'Le contrôle a refusé des dépenses.', nl: 'De controle heeft uitgaven geweigerd.' },
      },
    },
  }),
  terminate: act({
    from: ['contracting', 'running', 'suspended'],
    to: 'terminatedEarly',
    summary: 'Terminate a project before its end, for a stated reason',
    asks: JustifiedAct,
    does: async (project, given, { tx, today }) => project.terminate(given, today, await consortiumOf(tx, project)),
    fact: (project) => facts.projectTerminated(project),
    refuses: [languageIncomplete],
    examples: {
      fundingWithdrawn: {
        on: '2025-10-15',
        reason: {
          fr: 'Le programme a retiré son financement.',
          nl: 'Het programma heeft de financiering ingetrokken.',
        },
      },
    },
  }),
});

/** The moves that a project of that origin may make. */
export function statesOf(origin: Origin): readonly Transition<ProjectStatus>[] {
  return projectLife.transitions.filter(
    ({ act: name, from }) => origin === 'imported' || name !== 'close' || from === 'ended',
  );
}
