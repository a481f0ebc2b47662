// One import from the file to the last line of the summary.
import { basename, extname } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Api } from '../example/client.ts';
import {
  columnTwice,
  mappingFor,
  mappingsOf,
  passedOver,
  unfoundColumns,
  unknownForm,
  type Fitted,
} from './mapping.ts';
import { planOf, type Plan } from './plan.ts';
import { bringIn } from './register.ts';
import { summaryOf, writeReport, type ReadTable } from './report.ts';
import type { Progress } from './sending.ts';
import { tablesOf } from './tables.ts';

type Say = (line: string) => void;

interface Run {
  readonly source: string;
  readonly files: readonly string[];
  /** The encoding of text files that are not UTF-8, as named by the user. */
  readonly encoding?: string | undefined;
  /** The folder of the report. */
  readonly folder: string;
  readonly say: Say;
}

interface Prepared {
  readonly plan: Plan;
  readonly read: readonly ReadTable[];
}

/** Reads and plans; throws when no mapping of the source matches. */
export async function prepare({ source, files, encoding, say }: Run): Promise<Prepared> {
  const mappings = mappingsOf(source);
  if (mappings.length === 0) throw new Error(`there is no mapping tools/import/mappings/${source}-*.json`);
  const tables = (await Promise.all(files.map((file) => tablesOf(file, encoding)))).flat();
  const fitted = mappingFor(mappings, tables);
  if (fitted === undefined)
    throw new Error(
      `no mapping of ${source} finds its columns in ${files.join(', ')}.\n${unknownForm(mappings, tables)}`,
    );
  const over = passedOver(fitted);
  if (over !== undefined)
    throw new Error(`${over.name} names projects and has no form of ${source}.\n${unknownForm(mappings, [over])}`);
  const twice = columnTwice(fitted);
  if (twice !== undefined) throw new Error(`${twice}: leave out the one that is not meant`);
  for (const line of described(fitted)) say(line);
  return { plan: planOf(fitted), read: readTables(fitted) };
}

function* described(fitted: Fitted): Generator<string> {
  const { mapping, unread } = fitted;
  yield `mapping ${mapping.name}: ${mapping.about}`;
  for (const { table, remarks } of readTables(fitted)) if (remarks.length > 0) yield `${table}: ${remarks.join('; ')}`;
  for (const { name, rows } of unread)
    yield `${name}: ${rows.length} rows not read, as the register keeps no such records`;
}

function readTables(fitted: Fitted): ReadTable[] {
  const { mapping, projects, partners } = fitted;
  const unfound = unfoundColumns(fitted);
  return [...(projects === undefined ? [] : [projects]), partners].map((table) => {
    const lacks = table === projects ? unfound.projects : unfound.partners;
    const remarks = [
      ...(table.encoding === undefined ? [] : [`read as ${table.encoding}`]),
      ...(lacks.length === 0 ? [] : [`no column ${lacks.join(', ')}`]),
    ];
    return { table: table.name, form: `form: ${mapping.name}, ${mapping.about}`, remarks };
  });
}

/** Returns the number of writes, so that a second run can be seen to write nothing. */
export async function importFiles(run: Run, api: Api | undefined, today: string): Promise<Progress> {
  const { plan, read } = await prepare(run);
  const [first = ''] = run.files;
  const progress: Progress = { written: 0, projects: 0, partners: 0 };
  const since = performance.now();
  const stop = api === undefined ? () => {} : everyFiveSeconds(plan, progress, run.say);
  try {
    if (api !== undefined) await bringIn(api, plan, progress, today);
  } catch (error) {
    run.say('stopped in the middle: run it again, and it goes on from here');
    throw error;
  } finally {
    stop();
    const report = writeReport(run.folder, basename(first, extname(first)), plan.rows, read);
    run.say(`report ${report}`);
  }
  run.say(summaryOf(plan.rows));
  if (api !== undefined) run.say(ending(plan, progress, performance.now() - since));
  return progress;
}

function ending({ rows, programmes, projects }: Plan, { written }: Progress, ms: number): string {
  const held = `${programmes.size} programmes, ${projects.length} projects`;
  const pace = `${(ms / 1_000).toFixed(1)} s, ${Math.round(rows.length / (ms / 1_000))} rows/s`;
  return `${held}; ${written === 0 ? 'nothing to write, all was there' : `${written} writes`}; ${pace}`;
}

function everyFiveSeconds({ projects }: Plan, progress: Progress, say: Say): () => void {
  const since = performance.now();
  const timer = setInterval(() => {
    const seconds = (performance.now() - since) / 1_000;
    const { projects: done, partners, written } = progress;
    say(`${done} of ${projects.length} projects, ${partners} partners, ${written} writes in ${seconds.toFixed(0)} s`);
  }, 5_000);
  return () => clearInterval(timer);
}
