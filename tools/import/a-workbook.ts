// A builder of minimal .xlsx files for tests: a zip of stored parts with inline cells.
import { crc32 } from 'node:zlib';

/** `{ iso }` is a date as text, which the format writes without a time zone. */
type Written = string | number | boolean | { readonly iso: string } | undefined;
type Sheet = readonly (readonly Written[])[];

export function aWorkbook(sheets: Readonly<Record<string, Sheet>>): Buffer {
  const names = Object.keys(sheets);
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const list = names.map((name, at) => `<sheet name="${name}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`);
  const links = names.map(
    (_, at) => `<Relationship Id="rId${at + 1}" Type="${office}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
  );
  const package_ = 'http://schemas.openxmlformats.org/package/2006/relationships';
  return zipped([
    ['xl/workbook.xml', `<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${list.join('')}</sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', `<Relationships xmlns="${package_}">${links.join('')}</Relationships>`],
    ...Object.values(sheets).map((rows, at): [string, string] => [
      `xl/worksheets/sheet${at + 1}.xml`,
      `<worksheet xmlns="${main}"><sheetData>${rows.map(rowXml).join('')}</sheetData></worksheet>`,
    ]),
  ]);
}

function rowXml(cells: Sheet[number], at: number): string {
  const written = cells.map((cell, column) => cellXml(cell, `${letter(column)}${at + 1}`));
  return `<row r="${at + 1}">${written.join('')}</row>`;
}

function cellXml(cell: Written, address: string): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return `<c r="${address}"><v>${cell}</v></c>`;
  if (typeof cell === 'boolean') return `<c r="${address}" t="b"><v>${Number(cell)}</v></c>`;
  if (typeof cell === 'object') return `<c r="${address}" t="d"><v>${cell.iso}</v></c>`;
  const text = cell.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<c r="${address}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

const letter = (column: number): string => String.fromCharCode(65 + column);

function zipped(files: readonly (readonly [string, string])[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of files) {
    const [path, content] = [Buffer.from(name), Buffer.from(text)];
    const sizes = [crc32(content), content.length, content.length];
    const local = Buffer.concat([head(0x04034b50, [20, 0, 0, 0, 0], sizes, [path.length, 0]), path, content]);
    const entry = head(0x02014b50, [20, 20, 0, 0, 0, 0], sizes, [path.length, 0, 0, 0, 0, 0, 0]);
    directory.push(Buffer.concat([entry, word(offset), path]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = [half(0), half(0), half(files.length), half(files.length), word(central.length), word(offset), half(0)];
  return Buffer.concat([...parts, central, word(0x06054b50), ...end]);
}

const head = (mark: number, before: readonly number[], sizes: readonly number[], after: readonly number[]): Buffer =>
  Buffer.concat([word(mark), ...before.map(half), ...sizes.map(word), ...after.map(half)]);

function half(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
