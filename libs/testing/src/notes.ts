/** A minimal service for tests of the platform: a note that is written, changed and read. */
import { Controller, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Classification } from '@passerelle/domain/classification';
import { auditModule, auditPolicy, auditSealed } from '@passerelle/platform/features/audit-trail';
import { ServiceSettings } from '@passerelle/platform/kernel/config';
import { anyOf, byText, collection, type Page } from '@passerelle/platform/data/lists';
import {
  ActTables1763942420000,
  AuditVerification1800000950000,
  ReasonDigests1800000980000,
  systemActor,
} from '@passerelle/platform/data/request-transaction';
import { Database, findOrRefuse, insert, newId, update, type Tx } from '@passerelle/platform/data/database';
import { fact, factTables, record } from '@passerelle/platform/events/facts';
import { mergePatch, Operation, type Call } from '@passerelle/platform/runtime/operations';
import { kept, open } from '@passerelle/platform/access/rights';
import type { ServiceDefinition } from '@passerelle/platform/runtime/service';
import { Column, Entity, PrimaryColumn, type MigrationInterface, type QueryRunner } from 'typeorm';
import { z } from 'zod';

const NewNote = z.strictObject({ text: z.string().max(40_000) }).meta({ id: 'NewNote' });
type NewNote = z.infer<typeof NewNote>;
const NoteChange = mergePatch(NewNote).meta({ id: 'NoteChange' });
const NoteState = z
  .object({ id: z.uuid(), version: z.int(), text: z.string(), classification: Classification })
  .meta({ id: 'NoteState' });
const Note = z.object({ href: z.url(), ...NoteState.shape }).meta({ id: 'Note' });

const notesList = collection({
  table: 'note',
  item: Note,
  relations: open,
  filters: { text: anyOf('text', z.string().max(100)) },
  sorts: { text: byText('text') },
  defaultSort: 'text',
});

@Entity('note')
export class NoteRecord {
  static readonly relations = open;

  @PrimaryColumn('uuid') declare id: string;
  @Column('int') declare version: number;
  @Column('text') declare text: string;
  @Column('text') declare classification: Classification;
}

/** The test's own actor: `database.transaction(test, …)`. */
export const test = systemActor('test');

export const noteWritten = fact('notes', 'written', NoteState, { summary: 'A note was written.' });
export const noteChanged = fact('notes', 'changed', NoteState, { summary: 'A note was changed.' });

/** Writes a note and its fact in a transaction of the test. */
export async function writeNote(tx: Tx, text: string): Promise<NoteRecord> {
  const note = Object.assign(new NoteRecord(), { id: newId(), version: 1, text, classification: 'internal' as const });
  await insert(tx, NoteRecord, note);
  await record(tx, noteWritten(note));
  return note;
}

export async function changeNote(tx: Tx, id: string, text: string, version?: number): Promise<NoteRecord> {
  const note = await findOrRefuse(tx, NoteRecord, id, version);
  note.text = text;
  await update(tx, NoteRecord, note);
  await record(tx, noteChanged(note));
  return note;
}

@Controller()
class NotesController {
  constructor(private readonly db: Database) {}

  @Operation({
    route: 'GET /notes',
    summary: 'List notes',
    scope: 'public',
    query: notesList.query,
    returns: notesList.page,
  })
  list(call: Call<undefined, never, z.infer<typeof notesList.query>>): Promise<Page> {
    return notesList.read(this.db, call);
  }

  @Operation({ route: 'GET /notes/{noteId}', summary: 'Read a note', scope: 'public', returns: Note })
  read(call: Call<undefined, 'noteId'>): Promise<NoteRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, NoteRecord, call.params.noteId));
  }

  @Operation({ route: 'POST /notes', summary: 'Write a note', scope: 'networks:write', body: NewNote, returns: Note })
  write(call: Call<NewNote>): Promise<NoteRecord> {
    return this.db.transaction(call, (tx) => writeNote(tx, call.body.text));
  }

  @Operation({
    route: 'PATCH /notes/{noteId}',
    summary: 'Change a note',
    scope: 'networks:write',
    body: NoteChange,
    returns: Note,
  })
  change(call: Call<NewNote, 'noteId'>): Promise<NoteRecord> {
    const { params, body, expectedVersion } = call;
    return this.db.transaction(call, (tx) => changeNote(tx, params.noteId, body.text, expectedVersion));
  }
}

class Notes1763942460000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE note (id uuid PRIMARY KEY, version int NOT NULL, text text NOT NULL, classification text NOT NULL)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE note');
  }
}

@Module({ imports: [auditModule(), TypeOrmModule.forFeature([NoteRecord])], controllers: [NotesController] })
export class NotesModule {}

/** It runs as the user `networks` of the broker. */
export const notes: ServiceDefinition = {
  name: 'networks',
  referencePrefix: 'NW',
  module: NotesModule,
  settings: ServiceSettings,
  migrations: [
    ...factTables,
    ActTables1763942420000,
    AuditVerification1800000950000,
    ReasonDigests1800000980000,
    Notes1763942460000,
  ],
  policy: { ...auditPolicy, writeNote: kept, changeNote: kept },
  facts: [noteWritten.kind, noteChanged.kind, auditSealed.kind],
};
