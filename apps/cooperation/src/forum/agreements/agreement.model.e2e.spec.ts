import { longTestLimitMs, startLimitMs } from '@passerelle/testing/limits';
import { onStage } from '@passerelle/testing/stage';
import { startApp, type Answer, type StartedApp } from '@passerelle/testing/start-app';
import fc from 'fast-check';
import { cooperation } from '../../cooperation.js';
import { agreementExample } from './agreement.example.js';

// K-5 through the service: several callers act on one agreement in random order. Each ETag stands for one
// representation, versions have no gap and no duplicate, and each successful change is exactly one fact.

const stage = onStage(cooperation);

describe('the model of an agreement', () => {
  /** A second instance on the same database: the instance that takes a call answers it. */
  let second: StartedApp | undefined;

  beforeAll(async () => {
    second = await startApp(cooperation, { broker: stage.nats, data: stage.app.data });
  }, startLimitMs);

  afterAll(() => second?.close());

  const agreements = (act: string) => `rpc.cooperation.agreements.${act}`;

  interface Asked {
    readonly act: string;
    readonly body: object;
    /** Whether it reads the agreement again first, or sends the ETag that it saw last. */
    readonly looks: boolean;
  }

  const acts = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.lorem({ maxCount: 3 }).map((source) => ({ act: 'change', body: { source: `By ${source}` } })),
    },
    { weight: 2, arbitrary: fc.constant({ act: 'change', body: { classification: 'internal' } }) },
    { weight: 1, arbitrary: fc.constant({ act: 'sign', body: { transition: 'sign', on: '2012-11-26' } }) },
    {
      weight: 1,
      arbitrary: fc.constant({
        act: 'end',
        body: { transition: 'end', on: '2024-06-30', reason: { fr: 'Fini.', nl: 'Gedaan.' } },
      }),
    },
  );
  const person = fc.array(
    fc.record({ act: acts, looks: fc.boolean() }).map(({ act, looks }): Asked => ({ ...act, looks })),
    { minLength: 1, maxLength: 6 },
  );

  /** The representations seen of one agreement, by ETag. */
  class Sightings {
    private readonly seen = new Map<string, string>();

    note(answer: Answer): string {
      const [tag, text] = [answer.header('ETag'), JSON.stringify(answer.body)];
      expect(tag).toBe(`"${answer.body.version}"`);
      expect(this.seen.get(tag) ?? text).toBe(text);
      this.seen.set(tag, text);
      return tag;
    }
  }

  const ways: Record<string, readonly string[]> = {
    'agreements.registered': [],
    'agreements.changed': ['draft', 'inForce'],
    'agreements.signed': ['draft'],
    'agreements.ended': ['inForce'],
  };

  async function factsOf(id: string): Promise<{ type: string; version: number; status: string }[]> {
    const sql = `SELECT type, aggregate_version::int AS version, data::json->>'status' AS status FROM event_log
                WHERE product = 'internal' AND aggregate_id = $1 ORDER BY position`;
    return stage.app.database.query(sql, [id]);
  }

  it(
    'K-5 keeps one linear history under concurrent acts',
    async () => {
      const outcomes = new Map<number, number>();
      const law = fc.asyncProperty(
        fc.scheduler(),
        fc.array(person, { minLength: 2, maxLength: 4 }),
        async (order, people) => {
          const sightings = new Sightings();
          const registered = await stage.client.call(agreements('register'), { body: agreementExample });
          const { id } = registered.body;
          const path = { agreementId: id };
          let done = 0;
          const live = async (asked: readonly Asked[]): Promise<void> => {
            let ifMatch = sightings.note(registered);
            for (const { act, body, looks } of asked) {
              await order.schedule(Promise.resolve());
              if (looks) ifMatch = sightings.note(await stage.client.call(agreements('read'), { path }));
              const answer = await stage.client.call(agreements(act), { path, body, ifMatch });
              outcomes.set(answer.status, (outcomes.get(answer.status) ?? 0) + 1);
              expect([200, 409, 412]).toContain(answer.status);
              if (answer.status !== 200) continue;
              done += 1;
              ifMatch = sightings.note(answer);
            }
          };
          await order.waitFor(Promise.all(people.map(live)));
          const facts = await factsOf(id);
          expect(facts.map(({ version }) => version)).toEqual(
            Array.from({ length: done + 1 }, (_, index) => index + 1),
          );
          for (const [index, { type }] of facts.entries())
            if (index > 0) expect(ways[type]).toContain(facts[index - 1]?.status);
          const last = await stage.client.call(agreements('read'), { path });
          expect(sightings.note(last)).toBe(`"${done + 1}"`);
        },
      );
      await fc.assert(law, { numRuns: 60, endOnFailure: true });
      process.stdout.write(`interleaved acts by status: ${JSON.stringify(Object.fromEntries(outcomes))}\n`);
      for (const status of [200, 409, 412]) expect(outcomes.get(status)).toBeGreaterThan(0);
    },
    longTestLimitMs,
  );
});
