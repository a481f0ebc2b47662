/**
 * The journal of the writers, one JSON document a line: what is about to be asked is on the disk before it is sent, what
 * was answered as soon as it is known. Whatever happens to the system, this says what it owes.
 */
import { open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

export interface Intent {
  intent: number;
  at: string;
  /** Trace id of the request: its fact carries it, and so the two find each other. */
  trace: string;
  method: 'POST' | 'PATCH';
  path: string;
  /** The version in If-Match; absent where a record begins. */
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

  /** Returns once the line is on the disk. Lines that come while one is being written share the next fsync. */
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
    if (asked === undefined) throw new Error(`The journal holds an answer to ${read.answer}, which nobody asked`);
    asked.answer = read;
  }
  return [...attempts.values()];
}
