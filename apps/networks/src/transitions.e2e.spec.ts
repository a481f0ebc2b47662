import type { Caller } from '@passerelle/platform/access/identity';
import { longTestLimitMs } from '@passerelle/testing/limits';
import { onStage } from '@passerelle/testing/stage';
import { admin, anonymous, approver, auditor, editor, partnerFlanders } from '@passerelle/testing/start-app';
import fc from 'fast-check';
import { activityExample, membershipExample, networkExample, officeExample } from './examples.js';
import {
  feePaymentExample,
  membershipYearExample,
  valueReviewExample,
} from './membership-years/membership-year.example.js';
import { networks } from './networks.js';

// What GET lists is what POST performs, on the way of any record through its life, whoever asks.

const stage = onStage(networks);
const callers = { editor, approver, auditor, admin, partnerFlanders, anonymous };
const on = '2021-06-30';
const reason = { fr: 'Une raison.', nl: 'Een reden.' };

interface Kind {
  readonly subject: string;
  readonly parameter: string;
  readonly make: () => Promise<string>;
  /** For each act, a body that the rules accept, if it is possible at all. */
  readonly acts: Readonly<Record<string, object>>;
  /** Ways to an end, with acts of the editor: together they meet every act that such a record allows. */
  readonly usual: readonly (readonly string[])[];
}

const verbOf = (act: string): string => act.replace(/[A-Z]/g, '-$&').toLowerCase();

async function idOf(subject: string, body: object, path: object = {}): Promise<string> {
  const answer = await stage.client.call(`rpc.networks.${subject}`, { body, path: { ...path } });
  if (answer.status > 201) throw new Error(`${subject}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body.id;
}

const network = () => idOf('networks.register', networkExample);
const membership = (networkId: string, changes: object = {}) =>
  idOf('memberships.register', { ...membershipExample, ...changes }, { networkId });
const member = { status: 'active', since: '2018-01-01' };
const office = async (elected: boolean) =>
  idOf('offices.nominate', { ...officeExample, elected }, { membershipId: await membership(await network(), member) });

const ofMembership = {
  subject: 'memberships',
  parameter: 'membershipId',
  acts: {
    apply: { on },
    admit: { on },
    refuse: { on, reason },
    fallIntoArrears: { on },
    settle: { on },
    giveNotice: { on, until: '2021-12-31' },
    end: { on },
  },
};
const ofOffice = {
  subject: 'offices',
  parameter: 'officeId',
  acts: { win: { on }, lose: { on }, take: { on }, end: { on, reason } },
};

const ofYear = {
  subject: 'membership-years',
  parameter: 'membershipYearId',
  acts: { review: valueReviewExample, pay: feePaymentExample },
  usual: [
    ['review', 'pay'],
    ['pay', 'review'],
  ],
};

async function endMembership(membershipId: string): Promise<void> {
  for (const [transition, given] of [
    ['giveNotice', { on, until: '2021-12-31' }],
    ['end', { on }],
  ] as const)
    await idOf(`memberships.${verbOf(transition)}`, { transition, ...given }, { membershipId });
}

const kinds: Readonly<Record<string, Kind>> = {
  membership: {
    ...ofMembership,
    make: async () => membership(await network()),
    usual: [
      ['apply', 'admit', 'fallIntoArrears', 'settle', 'giveNotice', 'end'],
      ['apply', 'refuse'],
    ],
  },
  'membership of a member already': {
    ...ofMembership,
    usual: [['apply', 'refuse']],
    make: async () => {
      const networkId = await network();
      await membership(networkId, member);
      return membership(networkId);
    },
  },
  'year of a membership': {
    ...ofYear,
    make: async () =>
      idOf('membership-years.open', membershipYearExample, { membershipId: await membership(await network(), member) }),
  },
  'year of a membership that ended': {
    ...ofYear,
    make: async () => {
      const membershipId = await membership(await network(), member);
      const year = { ...membershipYearExample, year: 2021, endsOn: '2021-12-31' };
      const id = await idOf('membership-years.open', year, { membershipId });
      await endMembership(membershipId);
      return id;
    },
  },
  office: { ...ofOffice, make: () => office(true), usual: [['win', 'take', 'end'], ['lose']] },
  'office by appointment': { ...ofOffice, make: () => office(false), usual: [['take', 'end'], ['lose']] },
  'office under a membership that ended': {
    ...ofOffice,
    usual: [['lose']],
    make: async () => {
      const membershipId = await membership(await network(), member);
      const officeId = await idOf('offices.nominate', officeExample, { membershipId });
      await endMembership(membershipId);
      return officeId;
    },
  },
  activity: {
    subject: 'activities',
    parameter: 'activityId',
    make: () => idOf('activities.record', activityExample),
    acts: { withdraw: { reason } },
    usual: [['withdraw']],
  },
};

/** Acts that no such record allows. */
const never: Readonly<Record<string, readonly string[]>> = {
  'membership of a member already': ['admit', 'fallIntoArrears', 'settle', 'giveNotice', 'end'],
  'office by appointment': ['win'],
  'office under a membership that ended': ['win', 'take', 'end'],
};

function kindOf(name: string): Kind {
  const kind = kinds[name];
  if (kind === undefined) throw new Error(`no kind ${name}`);
  return kind;
}

describe('the life of a record', () => {
  const performed = new Set<string>();

  interface Turn {
    readonly chosen: number | string;
    /** Whether to choose among what is listed. */
    readonly lawful: boolean;
    readonly caller: Caller;
  }

  async function step(kind: string, id: string, { chosen, lawful, caller }: Turn): Promise<void> {
    const { subject, parameter, acts } = kindOf(kind);
    const at = { path: { [parameter]: id }, caller };
    const { body: possible } = await stage.client.call(`rpc.networks.${subject}.transitions`, at);
    const listed: string[] = (possible.items ?? []).map(({ transition }: { transition: string }) => transition);
    const lively = listed.filter((name) => name !== 'retract');
    const names = lawful && lively.length > 0 ? lively : [...Object.keys(acts), 'retract'];
    const name = typeof chosen === 'string' ? chosen : (names[chosen % names.length] ?? '');
    const body = { transition: name, ...acts[name] };
    const answer = await stage.client.call(`rpc.networks.${subject}.${verbOf(name)}`, { ...at, body });
    const seen = { kind, name, by: caller.subject, isListed: listed.includes(name) };
    expect({ ...seen, done: answer.status === 200 }).toEqual({ ...seen, done: seen.isListed });
    if (seen.isListed) performed.add(`${kind} ${name}`);
    else expect([401, 403, 404, 409]).toContain(answer.status);
  }

  const turn = fc.record({
    chosen: fc.nat(),
    lawful: fc.constantFrom(true, true, false),
    caller: fc.constantFrom(editor, editor, approver, approver, ...Object.values(callers)),
  });

  it.each(Object.keys(kinds))(
    'is what GET lists, for any acts of any callers: %s',
    async (kind) => {
      const { make, acts, usual } = kindOf(kind);
      for (const way of usual) {
        const id = await make();
        for (const chosen of way) await step(kind, id, { chosen, lawful: true, caller: editor });
      }
      await fc.assert(
        fc.asyncProperty(fc.array(turn, { minLength: 15, maxLength: 25, size: 'max' }), async (turns) => {
          const id = await make();
          for (const each of turns) await step(kind, id, each);
        }),
        { numRuns: 10, endOnFailure: true },
      );
      const missed = Object.keys(acts).filter((name) => !performed.has(`${kind} ${name}`));
      expect(missed).toEqual(never[kind] ?? []);
    },
    longTestLimitMs,
  );
});
