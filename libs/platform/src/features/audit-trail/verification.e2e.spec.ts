import { notes } from '@passerelle/testing/notes';
import { onOwnStage } from '@passerelle/testing/stage';
import { auditor, startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import pg from 'pg';
import { createLogger } from '../../kernel/telemetry/index.js';
import { auditJobs } from './jobs.js';
import { NightlyVerification } from './verification.js';

const stage = onOwnStage(notes);
let owner: pg.Client;
const more: StartedApp[] = [];

beforeAll(async () => {
  owner = new pg.Client({ connectionString: stage.app.data.ownerUrl });
  await owner.connect();
});

afterAll(async () => {
  await Promise.all(more.map((app) => app.close()));
  await owner?.end();
});

const write = (text: string) => stage.client.call('rpc.networks.notes.write', { body: { text } });
const verification = async () =>
  (await stage.client.call('rpc.networks.audit.list', { caller: auditor })).body.verification;
const metrics = async () => (await fetch(`http://127.0.0.1:${stage.app.healthPort}/metrics`)).text();
const asIfLongAgo = () => owner.query(`UPDATE audit_verification SET at = now() - interval '37 hours'`);

async function tamper(sql: string): Promise<void> {
  await until('the entry is sealed', async () => {
    const { rows } = await owner.query('SELECT 1 FROM audit_entry WHERE seal_no IS NULL');
    return rows.length === 0;
  });
  await owner.query('ALTER TABLE audit_entry DISABLE TRIGGER USER');
  await owner.query(sql);
  await owner.query('ALTER TABLE audit_entry ENABLE TRIGGER USER');
}

async function command(): Promise<number | string | undefined> {
  await auditJobs['audit-verify']?.(stage.app.database);
  const { exitCode } = process;
  process.exitCode = 0;
  return exitCode ?? undefined;
}

/** Another instance of the service on the same database, and what it logs. */
async function another(lines: string[]): Promise<StartedApp> {
  const logger = createLogger('networks', 'info', { write: (line: string) => void lines.push(line) });
  const app = await startApp(notes, { broker: stage.nats, data: stage.app.data, surroundings: { logger } });
  more.push(app);
  return app;
}

const verdictsIn = (lines: readonly string[]) => lines.filter((line) => /the audit trail is/.test(line));

it('is done soon after the first start, and shown beside the entries', async () => {
  await until('there is a verdict', async () => (await verification()) !== undefined);
  expect(await verification()).toMatchObject({ intact: true, entries: 0, sealNo: 0 });
  expect(await metrics()).toMatch(/passerelle_audit_broken\{service="networks"\} 0/);
});

it('is done by one of two instances, once', async () => {
  const lines: string[] = [];
  const instances = [await another(lines), await another(lines)];
  const isFresh = async () => Date.now() - Date.parse((await verification()).at) < 3_600_000;
  for (let nights = 0; nights < 5; nights += 1) {
    await asIfLongAgo();
    for (const { app } of instances) app.get(NightlyVerification).wake();
    await until('the trail is verified', isFresh);
  }
  // Waits for their rounds.
  await Promise.all(instances.map((instance) => instance.close()));
  expect(verdictsIn(lines)).toHaveLength(5);
});

describe('tampering with an entry', () => {
  let client: string;

  beforeAll(async () => {
    await write('of somebody');
    client = (await owner.query('SELECT client FROM audit_entry')).rows[0]?.client;
  });

  it('is found by the command, which exits with 1, and shown to auditors', async () => {
    expect(await command()).toBeFalsy();
    expect(await verification()).toMatchObject({ intact: true, entries: 1, sealNo: 1 });
    await tamper(`UPDATE audit_entry SET client = 'somebody'`);
    expect(await command()).toBe(1);
    expect(await verification()).toMatchObject({ intact: false, fault: 'entry 1 is not what was sealed' });
    expect(await metrics()).toMatch(/passerelle_audit_broken\{service="networks"\} 1/);
    await tamper(`UPDATE audit_entry SET client = '${client}'`);
    expect(await command()).toBeFalsy();
    expect(await verification()).not.toHaveProperty('fault');
  });

  it('is found by the nightly round, which logs an error', async () => {
    const lines: string[] = [];
    const { app } = await another(lines);
    await tamper(`UPDATE audit_entry SET client = 'somebody'`);
    await asIfLongAgo();
    app.get(NightlyVerification).wake();
    await until('it is found', async () => (await verification()).intact === false);
    await until('it is logged', () => verdictsIn(lines).length > 0);
    expect(verdictsIn(lines).map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: 50, faults: ['entry 1 is not what was sealed'] }),
    ]);
  });
});
