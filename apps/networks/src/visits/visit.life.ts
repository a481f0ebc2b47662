import { today } from '@passerelle/domain/period';
import { actsOf, Life } from '@passerelle/platform/features/lives';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import { authorisationNotNeeded, visitNotAuthorised, visitNotOver, type VisitRecord } from './visit.entity.js';
import * as examples from './visit.example.js';
import * as facts from './visit.facts.js';
import { NewVisitReport, VisitAuthorisation, VisitCancellation, VisitMade, type VisitStatus } from './visit.schema.js';

const act = actsOf<VisitRecord, VisitStatus>();

const acts = {
  authorise: act({
    from: ['planned'],
    to: 'authorised',
    summary: 'Record that a mission was authorised',
    asks: VisitAuthorisation,
    isPossible: (visit) => visit.awaitsAuthorisation(),
    does: (visit, given, { today }) => visit.authorise(given, today),
    fact: (visit) => facts.visitAuthorised(visit),
    refuses: [authorisationNotNeeded],
    examples: { beforeDeparture: examples.authorisationExample },
  }),
  make: act({
    from: ['planned', 'authorised'],
    to: 'made',
    summary: 'Record that a visit took place, and what became known with it',
    description: 'A mission must be authorised; a delegation that comes to the agency needs no authorisation.',
    asks: VisitMade,
    isPossible: (visit) => !visit.awaitsAuthorisation() && visit.isOver(today(new Date())),
    does: (visit, given, { today }) => visit.make(given, today),
    fact: (visit) => facts.visitMade(visit),
    refuses: [visitNotAuthorised, visitNotOver],
    examples: { withCosts: examples.madeExample },
  }),
  report: act({
    from: ['made'],
    to: 'reported',
    summary: 'Record that the report of a visit was given, and what came of the visit',
    asks: NewVisitReport,
    does: (visit, given, { today }) => visit.giveReport(given, today),
    fact: (visit) => facts.visitReported(visit),
    refuses: [languageIncomplete],
    examples: { inTime: examples.reportExample },
  }),
  cancel: act({
    from: ['planned', 'authorised'],
    to: 'cancelled',
    summary: 'Record that a visit was cancelled',
    asks: VisitCancellation,
    does: (visit, given) => visit.cancel(given),
    fact: (visit) => facts.visitCancelled(visit),
    refuses: [languageIncomplete],
    examples: { byTheHost: examples.cancellationExample },
  }),
};

export const visitLife = new Life(acts, {
  clock: {
    /** Overdue is a mark, not a state: the report can still be given, and the visit stays marked. */
    reportOverdue: {
      from: ['made'],
      to: 'made',
      after: 'reportDueOn',
      once: 'reportOverdueOn',
      does: (visit) => visit.fallOverdue(),
      fact: facts.visitReportOverdue,
    },
  },
});
