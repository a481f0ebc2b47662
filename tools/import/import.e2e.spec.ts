import { broker, type Broker } from '@passerelle/testing/broker';
import { httpClient, testIssuer, urlOf, type HttpClient, type TestIssuer } from '@passerelle/testing/door';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { until } from '@passerelle/testing/until';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gateway } from '../../apps/gateway/src/gateway.js';
import { projects as service } from '../../apps/projects/src/projects.js';
import { aWorkbook } from './a-workbook.ts';
import {
  aFoundPartner,
  aFoundProject,
  aPartner,
  aProject,
  partnerColumns,
  projectColumns,
  searchColumns,
  sheetOf,
  type Cells,
} from './an-export.ts';

let nats: Broker;
let issuer: TestIssuer;
let projects: StartedApp;
let door: StartedApp;
let ask: HttpClient;
let folder: string;

beforeAll(async () => {
  nats = await broker();
  issuer = await testIssuer();
  projects = await startApp(service, { broker: nats });
  door = await startApp(gateway, { broker: nats, settings: issuer.settings });
  ask = httpClient(await urlOf(door), issuer.tokens.admin);
  await until('projects are served', async () => (await ask('GET', '/v1/projects')).status === 200);
  folder = mkdtempSync(join(tmpdir(), 'passerelle-import-'));
  const clients = { editor: { id: 'editor', secret: 'secret of editor' } };
  const ready = { gateway: await urlOf(door), issuer: issuer.issuer, clients };
  writeFileSync(join(folder, 'ready.json'), JSON.stringify(ready));
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await door?.close();
  await projects?.close();
  await issuer?.stop();
  await nats?.stop();
});

/** Runs the command in a separate process, which may be killed. */
function importing(file: string, options: readonly string[] = [], more: Readonly<Record<string, string>> = {}) {
  const env = { PATH: process.env.PATH, PASSERELLE_RUN: folder, ...more };
  const child = spawn(process.execPath, [resolve('tools/import.ts'), 'keep', file, ...options], { env });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const ended = once(child, 'close').then(([code]) => ({ code, said }));
  return { kill: () => child.kill('SIGKILL'), ended };
}

function workbook(name: string, projectRows: readonly Cells[], partnerRows: readonly Cells[]): string {
  const path = join(folder, `${name}.xlsx`);
  const sheets = {
    'Projects (lead partners)': sheetOf(projectColumns, projectRows),
    Partners: sheetOf(partnerColumns, partnerRows),
  };
  writeFileSync(path, aWorkbook(sheets));
  return path;
}

const list = async (path: string) => (await ask('GET', `/v1/${path}&pageSize=200&total=true`)).body;

/** A data product may still be opened meanwhile: it repeats facts that are here already. */
const facts = `(SELECT * FROM event_log WHERE product = 'internal')`;

async function holdings(): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (const table of ['programme', 'project', 'partner', facts])
    rows.push(...(await projects.database.query<object>(`SELECT md5(t::text) FROM ${table} t ORDER BY 1`)));
  return rows;
}

it('imports an export, reports the outcome of each row, and writes nothing the second time', async () => {
  const rows = [
    aProject(),
    aProject({ 'Lead Partner': 'Stad Gent' }),
    aProject({ Acronym: 'SMILE', 'Project end': '2010/01/01' }),
    aProject({ Acronym: '26', 'Project end': '2099/12/31' }),
  ];
  const partners = [
    aPartner(),
    aPartner({ 'Project Partner': 'Stad Gent', Town: ' Gent ', 'Country code': 'BE Belgium / BELGIË' }),
    aPartner({ Acronym: 'SMILE' }),
    aPartner({ Acronym: '26', 'Country code': 'ZZ Nowhere' }),
  ];
  const file = workbook('small', rows, partners);
  const first = await importing(file).ended;
  expect(first.said).toContain('Projects (lead partners): 2 taken + 1 merged + 1 refused = 4 rows');
  expect(first.said).toContain('Partners: 2 taken + 0 merged + 2 refused = 4 rows');
  expect(first).toMatchObject({ code: 0, said: expect.stringContaining('; 6 writes; ') });
  const report = readFileSync(join(folder, 'import/small-report.csv'), 'utf8').split('\r\n');
  expect(report.find((line) => line.startsWith('Partners,5,'))).toMatch(/^Partners,5,refused,badRequest: country /);

  const [bridge, other] = (await list('projects?importSource=keep&sort=-acronym')).items;
  const told = { origin: 'imported', qualityFlags: ['severalLeadPartners', 'languageIncomplete'] };
  expect(bridge).toMatchObject({ acronym: 'BRIDGE', status: 'closed', ...told });
  expect(other).toMatchObject({ acronym: '26', status: 'contracting', endsOn: '2099-12-31' });
  const joined = (await list(`partners?projectId=${bridge.id}`)).items;
  expect(joined.map(({ role, country, city }: Cells) => [role, country, city])).toEqual([
    ['lead', 'FR', 'Lille'],
    ['lead', 'BE', 'Gent'],
  ]);

  const before = await holdings();
  const second = await importing(file).ended;
  expect(second).toMatchObject({ code: 0, said: expect.stringContaining('nothing to write, all was there') });
  expect(await holdings()).toEqual(before);
});

it('continues after being killed, without duplicates', async () => {
  const acronyms = Array.from({ length: 150 }, (_, at) => `P-${at}`);
  const partners = acronyms.flatMap((Acronym) => [
    aPartner({ Acronym }),
    aPartner({ Acronym, 'Project Partner': 'Stad Gent', 'Lead Partner': 'No', Town: 'Gent' }),
  ]);
  const rows = acronyms.map((Acronym) => aProject({ Acronym, Programme: '2014 - 2020 Danube' }));
  const file = workbook(
    'large',
    rows,
    partners.map((partner) => ({ ...partner, Programme: '2014 - 2020 Danube' })),
  );
  const count = async () => {
    const [row] = await projects.database.query<{ closed: string }>(
      `SELECT count(*) AS closed FROM project WHERE acronym LIKE 'P-%' AND status = 'closed'`,
    );
    return Number(row?.closed);
  };
  const killed = importing(file);
  await until('some projects are closed', async () => (await count()) > 10);
  killed.kill();
  expect((await killed.ended).code).toBeNull();
  expect(await count()).toBeLessThan(150);

  expect(await importing(file).ended).toMatchObject({ code: 0 });
  expect(await count()).toBe(150);
  const doubles = `SELECT count(*) AS partners FROM partner JOIN project ON project.id = partner.project_id
    WHERE acronym LIKE 'P-%' GROUP BY project.id HAVING count(*) <> 2`;
  expect(await projects.database.query(doubles)).toEqual([]);
  expect((await importing(file).ended).said).toContain('nothing to write, all was there');
});

it('reads projects from an export of partners alone', async () => {
  const file = join(folder, 'partners.csv');
  const programme = '2007 – 2013 Greater Region';
  const rows = [aPartner({ Programme: programme }), aPartner({ Programme: programme, Town: 'Metz' })];
  const lines = sheetOf(partnerColumns, rows).map((cells) => cells.map((cell) => cell ?? '').join(';'));
  writeFileSync(file, lines.join('\r\n'));
  expect(await importing(file).ended).toMatchObject({ code: 0, said: expect.stringContaining('; 4 writes; ') });
  const [{ id: programmeId }] = (await list('programmes?code=2007-2013-Greater-Region')).items;
  expect((await list(`projects?programmeId=${programmeId}`)).items).toMatchObject([
    { acronym: 'BRIDGE', status: 'contracting', qualityFlags: ['severalLeadPartners', 'languageIncomplete'] },
  ]);
  expect(await importing(file).ended).toMatchObject({ code: 0, said: expect.stringContaining('nothing to write') });
});

it('reads the results of a search of 2026: two projects of one acronym, and the same ones the second time', async () => {
  const other = { 'Project ID (2021-2027 only)': 'NWE0100002', 'Project name in English': 'Another probe' };
  const path = join(folder, 'search.xlsx');
  const sheets = {
    'Search query': [['Search performed on 2026-05-31']],
    'Search results, projects': sheetOf(searchColumns.projects, [aFoundProject(), aFoundProject(other)]),
    'Search results, partners': sheetOf(searchColumns.partners, [aFoundPartner(), aFoundPartner(other)]),
  };
  writeFileSync(path, aWorkbook(sheets));
  const first = await importing(path).ended;
  expect(first).toMatchObject({
    code: 0,
    said: expect.stringContaining('mapping keep-search.json: keep.eu, results of a search'),
  });
  const { items } = await list('projects?acronym=PROBE&sort=ref');
  const ids = items.map(({ externalIds }: { externalIds: { programmeId: string } }) => externalIds.programmeId);
  expect(ids.sort()).toEqual(['NWE0100001', 'NWE0100002']);
  for (const { id } of items) expect((await list(`partners?projectId=${id}`)).items).toHaveLength(1);
  expect((await importing(path).ended).said).toContain('nothing to write, all was there');
});

it('reads the same records and dates in every time zone of the machine', async () => {
  const path = join(folder, 'zones.xlsx');
  const cells = sheetOf(projectColumns, [aProject({ Acronym: 'ZONES' })]);
  const dated = cells.map((row, at) =>
    at === 0 ? row : [...row.slice(0, 8), { iso: '2015-10-27' }, { iso: '2019-09-30T00:00:00' }],
  );
  writeFileSync(
    path,
    aWorkbook({ 'Projects (lead)': dated, Partners: sheetOf(partnerColumns, [aPartner({ Acronym: 'ZONES' })]) }),
  );
  expect(await importing(path, [], { TZ: 'Asia/Tokyo' }).ended).toMatchObject({ code: 0 });
  const [project] = (await list('projects?acronym=ZONES')).items;
  expect(project).toMatchObject({ startsOn: '2015-10-27', endsOn: '2019-09-30', status: 'closed' });
  const again = await importing(path, [], { TZ: 'America/New_York' }).ended;
  expect(again.said).toContain('nothing to write, all was there');
});

it('ends a project by the day in Brussels, not in UTC', async () => {
  // Half past midnight of the 29th in Brussels is half past eleven in the evening of the 28th in UTC.
  const clock = join(folder, 'clock.mjs');
  writeFileSync(
    clock,
    `const Real = Date; const at = Real.UTC(2026, 10, 28, 23, 30);
     globalThis.Date = class extends Real { constructor(...a) { super(...(a.length === 0 ? [at] : a)); } static now() { return at; } };`,
  );
  const rows = [
    aProject({ Acronym: 'YESTERDAY', 'Project end': '2026/11/28' }),
    aProject({ Acronym: 'TODAY', 'Project end': '2026/11/29' }),
  ];
  const file = workbook(
    'midnight',
    rows,
    rows.map(({ Acronym = '' }) => aPartner({ Acronym })),
  );
  expect(await importing(file, [], { NODE_OPTIONS: `--import=${clock}` }).ended).toMatchObject({ code: 0 });
  const statuses = (await list('projects?acronym=YESTERDAY&acronym=TODAY&sort=-acronym')).items;
  expect(statuses.map(({ acronym, status }: Cells) => [acronym, status])).toEqual([
    ['YESTERDAY', 'closed'],
    ['TODAY', 'contracting'],
  ]);
});

it('stores letters unchanged, or refuses the file before its first row', async () => {
  const path = join(folder, 'latin.csv');
  const rows = [aPartner({ Acronym: 'LATIN', 'Project Partner': 'Université de Liège', Town: 'Liège' })];
  const text = sheetOf(partnerColumns, rows)
    .map((cells) => cells.join(';'))
    .join('\r\n');
  writeFileSync(path, Buffer.from(text, 'latin1'));
  const read = await importing(path).ended;
  expect(read).toMatchObject({
    code: 0,
    said: expect.stringContaining('latin.csv: read as windows-1252, detected, as in "Université"'),
  });
  const [{ id }] = (await list('projects?acronym=LATIN')).items;
  expect((await list(`partners?projectId=${id}`)).items).toMatchObject([
    { organisation: { name: 'Université de Liège' }, city: 'Liège' },
  ]);
  writeFileSync(path, Buffer.from(text.replace('LATIN', 'LATIN2').replace('Liège', 'Li\u0081ge'), 'latin1'));
  const refused = await importing(path).ended;
  expect(refused).toMatchObject({
    code: 1,
    said: expect.stringContaining('latin.csv is not UTF-8, and its encoding is in doubt'),
  });
  expect((await importing(path, ['--encoding', 'windows-1252']).ended).code).toBe(1);
  expect((await list('projects?acronym=LATIN2')).items).toEqual([]);
});

it('explains its errors: no stack, no such file, unknown columns', async () => {
  const calls = join(folder, 'calls.csv');
  writeFileSync(calls, 'Programme;Serial Number\nDanube;1\n');
  expect(await importing(calls).ended).toMatchObject({
    code: 1,
    said: expect.stringMatching(
      /no mapping of keep finds its columns in .*calls\.csv\.\nExpected .*\n {2}keep-partners\.json [^]*Found:\n {2}calls\.csv: Programme, Serial Number/,
    ),
  });
  expect(await importing(join(folder, 'absent.csv')).ended).toMatchObject({ code: 1 });
});
