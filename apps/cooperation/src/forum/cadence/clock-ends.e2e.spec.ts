import { onOwnStage } from '@passerelle/testing/stage';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { cooperation } from '../../cooperation.js';
import { agreementExample } from '../agreements/agreement.example.js';

const stage = onOwnStage(cooperation);

it('stops in the middle of a round over many agreements, and starts no further one', async () => {
  const agreements = (act: string) => `rpc.cooperation.agreements.${act}`;
  const { id } = (await stage.client.call(agreements('register'), { body: agreementExample })).body;
  await stage.client.call(agreements('sign'), {
    path: { agreementId: id },
    body: { transition: 'sign', on: '2012-11-26' },
  });
  // In small statements: on a busy machine a large one exceeds the statement timeout.
  for (let first = 10_000; first < 14_000; first += 500)
    await stage.app.database.query(
      `INSERT INTO agreement SELECT (jsonb_populate_record(record, jsonb_build_object('id', gen_random_uuid(), 'ref', 'CO-2001-' || n))).*
         FROM agreement AS record, generate_series($2::int, $2::int + 499) AS n WHERE id = $1`,
      [id, first],
    );
  const clock = stage.app.app.get(DeadlineWorker);
  const looked: string[] = [];
  clock.watch(async ({ today }) => looked.push(today));
  const round = clock.check(new Date('2028-01-02T12:00:00Z'));
  await stage.app.close();
  expect(await round).toBeLessThan(4_000);
  expect(looked).toEqual([]);
});
