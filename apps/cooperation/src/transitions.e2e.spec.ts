import { today } from '@passerelle/domain/period';
import type { Caller } from '@passerelle/platform/access/identity';
import { longTestLimitMs } from '@passerelle/testing/limits';
import { onStage } from '@passerelle/testing/stage';
import {
  admin,
  anonymous,
  approver,
  auditor,
  editor,
  partnerFlanders,
  partnerWallonia,
  type Answer,
} from '@passerelle/testing/start-app';
import fc from 'fast-check';
import { cooperation } from './cooperation.js';
import { agreementExample } from './forum/agreements/agreement.example.js';
import { actionExample, decisionExample } from './forum/decisions/decision.example.js';
import { meetingExample, minutesExample } from './forum/meetings/forum-meeting.example.js';
import { dataSharingExample } from './joint-work/data-sharings/data-sharing.example.js';
import { jointProgrammeExample, workSiteExample } from './joint-work/programmes/joint-programme.example.js';
import { jointStudyExample } from './joint-work/studies/joint-study.example.js';
import { noticeExample, planExample } from './planning/plans/plan.example.js';

// What GET lists is what POST performs, on the way of any record through its life, whoever asks; consultations and opinions have a
// model of their own (`consultation.model.e2e.spec.ts`).

const stage = onStage(cooperation);
const callers = { editor, approver, auditor, admin, partnerFlanders, partnerWallonia, anonymous };
const on = today(new Date());
const source = 'A letter';
const reason = { fr: 'Une raison.', nl: 'Een reden.' };

/** A body that the rules accept, if the act is possible at all. */
type Body = (record: Answer['body'], caller: Caller) => object;

interface Kind {
  readonly subject: string;
  readonly parameter: string;
  readonly make: () => Promise<string>;
  readonly acts: Readonly<Record<string, Body>>;
  /** The way to the end, with acts of Brussels: random acts take over after some of them. */
  readonly usual: readonly string[];
}

const call = async (subject: string, options: object): Promise<Record<string, string>> => {
  const { status, body } = await stage.client.call(`rpc.cooperation.${subject}`, options);
  if (status > 201) throw new Error(`${subject}: ${status} ${JSON.stringify(body)}`);
  return body;
};
const idOf = async (subject: string, body: object, path: object = {}): Promise<string> =>
  (await call(subject, { body, path }))['id'] ?? '';

const agreement = () => idOf('agreements.register', { ...agreementExample, parties: ['BE-BRU', 'BE-VLG'] });
const meeting = async () =>
  idOf('forum-meetings.plan', { ...meetingExample, agreementId: await agreement(), scheduledOn: on, agenda: [] });
const act = (subject: string, parameter: string, id: string, transition: string, given: object) =>
  call(`${subject}.${transition}`, { path: { [parameter]: id }, body: { transition, ...given } });

async function decision(): Promise<string> {
  const forumMeetingId = await meeting();
  await act('forum-meetings', 'forumMeetingId', forumMeetingId, 'hold', { on });
  const { dueOn: _, ...terms } = decisionExample;
  return idOf('decisions.adopt', terms, { forumMeetingId });
}

/** For itself, or, by Brussels, for any that is missing. */
const missing = (caller: Caller, all: readonly string[], given: readonly { party: string }[]): string | undefined =>
  caller.party === 'BE-BRU' ? all.find((party) => !given.some((one) => one.party === party)) : caller.party;

const kinds: Readonly<Record<string, Kind>> = {
  agreement: {
    subject: 'agreements',
    parameter: 'agreementId',
    make: agreement,
    usual: ['sign', 'end'],
    acts: { sign: () => ({ on }), end: () => ({ on, reason }) },
  },
  meeting: {
    subject: 'forum-meetings',
    parameter: 'forumMeetingId',
    make: meeting,
    usual: ['convene', 'hold', 'minute', 'approve', 'approve'],
    acts: {
      convene: () => ({ on }),
      hold: () => ({ on }),
      postpone: () => ({ to: on }),
      cancel: () => ({ reason }),
      minute: () => ({ ...minutesExample, on }),
      approve: ({ parties, approvals }, caller) => ({ party: missing(caller, parties, approvals), source }),
    },
  },
  actionItem: {
    subject: 'action-items',
    parameter: 'actionItemId',
    make: async () => idOf('action-items.open', actionExample, { decisionId: await decision() }),
    usual: ['close', 'reopen'],
    acts: { close: () => ({ outcome: reason, source }), reopen: () => ({ reason, source }) },
  },
  dataSharing: {
    subject: 'data-sharings',
    parameter: 'dataSharingId',
    make: () => idOf('data-sharings.register', dataSharingExample),
    usual: ['deliver', 'acknowledge', 'end'],
    acts: { deliver: () => ({ on, source }), acknowledge: () => ({ source }), end: () => ({ on, reason }) },
  },
  programme: {
    subject: 'joint-programmes',
    parameter: 'jointProgrammeId',
    make: () => idOf('joint-programmes.register', jointProgrammeExample),
    usual: ['renew', 'end'],
    acts: {
      renew: ({ editions }) => ({ year: 2000 + editions.length }),
      end: () => ({ on }),
    },
  },
  workSite: {
    subject: 'work-sites',
    parameter: 'workSiteId',
    make: async () =>
      idOf(
        'work-sites.propose',
        { ...workSiteExample, supportRecorded: [] },
        { jointProgrammeId: await idOf('joint-programmes.register', jointProgrammeExample) },
      ),
    usual: ['support', 'open', 'close'],
    acts: {
      support: (_, { party = 'BE-BRU' }) => ({ party, on, source }),
      open: () => ({ on, steeringGroupOn: on }),
      close: () => ({ on }),
      drop: () => ({ on, reason }),
    },
  },
  study: {
    subject: 'joint-studies',
    parameter: 'jointStudyId',
    make: () =>
      idOf('joint-studies.propose', {
        ...jointStudyExample,
        proposedOn: undefined,
        budget: undefined,
        shares: [{ party: 'BE-BRU' }, { party: 'BE-VLG' }],
      }),
    usual: ['agree', 'agree', 'procure', 'start', 'receive', 'deliver', 'release', 'close'],
    acts: {
      renegotiate: ({ shares }) => ({ shares }),
      agree: ({ parties, agreedBy }, caller) => ({ party: missing(caller, parties, agreedBy) ?? 'BE-BRU', source }),
      procure: () => ({ on, contractor: { name: 'ULB' } }),
      start: () => ({ on }),
      receive: () => ({ code: 'finalReport', on }),
      deliver: () => ({ on }),
      release: () => ({ on }),
      close: () => ({ on }),
      cancel: () => ({ on, reason }),
    },
  },
  notice: {
    subject: 'plan-notices',
    parameter: 'planNoticeId',
    make: async () => {
      const planId = await idOf('plans.register', { ...planExample, classification: 'public' });
      return idOf('plan-notices.send', { ...noticeExample, toParties: ['BE-WAL', 'BE-BRU'] }, { planId });
    },
    usual: ['receive', 'receive'],
    acts: {
      receive: ({ toParties, receipts }, caller) => ({ party: missing(caller, toParties, receipts), source }),
    },
  },
};

function kindOf(name: string): Kind {
  const kind = kinds[name];
  if (kind === undefined) throw new Error(`no kind ${name}`);
  return kind;
}

describe('the life of a record', () => {
  const performed = new Set<string>();
  /** Acts that end a life early, or begin it again. */
  const brisk = ['cancel', 'drop', 'end', 'renegotiate', 'postpone', 'retract'];

  interface Turn {
    /** Which act: of all, or of those that are listed. */
    readonly chosen: number | string;
    readonly lawful: boolean;
    readonly caller: Caller;
  }

  async function step(kind: string, id: string, { chosen, lawful, caller }: Turn): Promise<void> {
    const { subject, parameter, acts } = kindOf(kind);
    const at = { path: { [parameter]: id } };
    const { body: record } = await stage.client.call(`rpc.cooperation.${subject}.read`, at);
    const { body: possible } = await stage.client.call(`rpc.cooperation.${subject}.transitions`, { ...at, caller });
    const items: { transition: string }[] = possible.items ?? [];
    const listed = items.map(({ transition }) => transition);
    const lively = listed.filter((name) => !brisk.includes(name));
    const names = lawful && lively.length > 0 ? lively : [...Object.keys(acts), 'retract'];
    const name = typeof chosen === 'string' ? chosen : (names[chosen % names.length] ?? '');
    const body = { transition: name, ...acts[name]?.(record, caller) };
    const answer = await stage.client.call(`rpc.cooperation.${subject}.${name}`, { ...at, body, caller });
    const seen = { kind, name, status: record.status, by: caller.subject, isListed: listed.includes(name) };
    expect({ ...seen, done: answer.status === 200 }).toEqual({ ...seen, done: seen.isListed });
    if (!seen.isListed) expect([401, 403, 404, 409]).toContain(answer.status);
    else performed.add(`${kind} ${name}`);
  }

  const turn = fc.record({
    chosen: fc.nat(),
    lawful: fc.boolean(),
    caller: fc.constantFrom(approver, approver, approver, partnerFlanders, ...Object.values(callers)),
  });

  it.each(Object.keys(kinds))(
    'is what GET lists, for any acts of any callers: %s',
    async (kind) => {
      const { make, usual } = kindOf(kind);
      const steps = fc.integer({ min: 0, max: usual.length });
      const turns = fc.array(turn, { minLength: 10, maxLength: 30, size: 'max' });
      await fc.assert(
        fc.asyncProperty(steps, turns, async (taken, more) => {
          const id = await make();
          for (const chosen of usual.slice(0, taken)) await step(kind, id, { chosen, lawful: true, caller: approver });
          for (const each of more) await step(kind, id, each);
        }),
        { numRuns: 12, endOnFailure: true, examples: [[usual.length, []]] },
      );
      expect(usual.filter((name) => !performed.has(`${kind} ${name}`))).toEqual([]);
    },
    longTestLimitMs,
  );
});
