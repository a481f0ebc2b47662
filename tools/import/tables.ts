// Reads a file as tables of raw cells. Nothing is repaired here: the readers of cells repair and report.
import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import readWorkbook, { type CellValue } from 'read-excel-file/node';
import { decode } from './decode.ts';

export type Cell = string | number | boolean | Date | null;

export interface Table {
  readonly file: string;
  /** The sheet; for a CSV file, the file. */
  readonly name: string;
  /** For a text file: its encoding, and how it was found. */
  readonly encoding?: string;
  readonly header: readonly string[];
  readonly rows: readonly RawRow[];
}

export interface RawRow {
  /** The number in a spreadsheet: the header is row 1. */
  readonly number: number;
  readonly cells: readonly Cell[];
}

/** `encoding` is named by the user; it applies to text files that are not UTF-8. */
export async function tablesOf(path: string, encoding?: string): Promise<Table[]> {
  const file = basename(path);
  switch (extname(path).toLowerCase()) {
    case '.xlsx': {
      const sheets = await readWorkbook(path, { trim: false });
      return sheets.map(({ sheet, data }) => tableOf(file, sheet, data.map(cellsOf)));
    }
    case '.csv': {
      const read = decode(readFileSync(path), file, encoding);
      return [{ ...tableOf(file, file, csvRows(read.text)), encoding: read.encoding }];
    }
    default:
      throw new Error(`${file} is neither .xlsx nor .csv`);
  }
}

const cellsOf = (row: readonly (CellValue | null)[]): Cell[] => row.map((cell) => (isCell(cell) ? cell : String(cell)));

const isCell = (cell: unknown): cell is Cell =>
  cell === null || cell instanceof Date || ['string', 'number', 'boolean'].includes(typeof cell);

/** Exports separate their columns by comma, semicolon, tab or bar: the one that occurs most often in the header. */
function csvRows(text: string): string[][] {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  const times = (delimiter: string) => header.split(delimiter).length;
  const [delimiter = ','] = [',', ';', '\t', '|'].sort((one, other) => times(other) - times(one));
  return parse(text, { delimiter, relax_column_count: true, relax_quotes: true });
}

function tableOf(file: string, name: string, [header = [], ...rows]: readonly Cell[][]): Table {
  const filled = rows.map((cells, index) => ({ number: index + 2, cells })).filter(({ cells }) => cells.some(isFilled));
  return { file, name, header: header.map(String), rows: filled };
}

const isFilled = (cell: Cell): boolean => cell !== null && String(cell).trim() !== '';
