/**
 * The journal of the writers, one JSON document per line: an intent is on the disk before it is sent, an answer as soon
 * as it is known. Whatever happens to the system, the journal says what must be stored.
 */
import { open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

export interface Intent {
  intent: number;
  at: string;
  /** Trace id of the request: its fact carries the same one, which pairs them. */
  trace: string;
  method: 'POST' | 'PATCH';
  path: string;
  /** The version in If-Match; absent for a new record. */
  version?: number;
  body: object;
}

export interface Answer {
  /** The number of the intent. */
  answer: number;
  /** 0: no answer, for the reason `why`. */
  status: number;
  ms: number;
  id?: string;
  version?: number;
  why?: string;
}

export interface Attempt extends Intent {
  answer?: Answer;
}

export class Journal {
  private readonly file: FileHandle;
  private waiting: string[] = [];
  private last: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  private constructor(file: FileHandle) {
    this.file = file;
  }

  static async open(path: string): Promise<Journal> {
    return new Journal(await open(path, 'a'));
  }

  /** Resolves once the line is on the disk. Lines that arrive during a write share the next fsync. */
  write(line: Intent | Answer): Promise<void> {
    this.waiting.push(`${JSON.stringify(line)}\n`);
    this.next ??= this.last = this.last.then(() => this.flush());
    return this.next;
  }

  async close(): Promise<void> {
    await this.last;
    await this.file.close();
  }

  private async flush(): Promise<void> {
    this.next = undefined;
    await this.file.appendFile(this.waiting.splice(0).join(''));
    await this.file.datasync();
  }
}

/** Every intent with its answer, in the order of the intents. */
export async function readJournal(path: string): Promise<Attempt[]> {
  const attempts = new Map<number, Attempt>();
  for (const line of (await readFile(path, 'utf8')).split('\n').filter(Boolean)) {
    const read: Intent | Answer = JSON.parse(line);
    if ('intent' in read) {
      attempts.set(read.intent, read);
      continue;
    }
    const asked = attempts.get(read.answer);
    if (asked === undefined) throw new Error(`The journal has an answer to ${read.answer}, an unknown intent`);
    asked.answer = read;
  }
  return [...attempts.values()];
}
