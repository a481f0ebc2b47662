import { tableOf } from './an-export.ts';
import { misreadText, readText, reader, shortened, slug } from './cells.ts';
import type { Cell } from './tables.ts';

const cell = (value: Cell) => {
  const table = { ...tableOf('t', ['C'], []), rows: [{ number: 2, cells: [value] }] };
  return reader(table, { missing: ['', 'n/a'] })({ number: 2, cells: [value] });
};

describe('a text', () => {
  const text = (value: Cell, max = 300) => readText(cell(value), 'c.', { max });

  it('is trimmed, put in one line and stripped of forbidden characters, and reports the repair', () => {
    expect(text(' Gent ')).toEqual({ value: 'Gent', repairs: ['padded'] });
    expect(text('Gent\r\nBrugge')).toEqual({ value: 'Gent Brugge', repairs: ['lineBreaks'] });
    expect(text('Ge\u001ant')).toEqual({ value: 'Gent', repairs: ['controlCharacters'] });
    expect(text('Gala<U+021B>i')).toEqual({ value: 'Galați', repairs: ['unescaped'] });
    expect(text('Hungary\u00a0- Serbia')).toEqual({ value: 'Hungary - Serbia', repairs: [] });
  });

  it('keeps its line breaks if the mapping asks for them', () => {
    expect(readText(cell('One\r\n\r\n\r\n\r\n two'), 'C', { max: 300, lines: true }).value).toBe('One\n\ntwo');
  });

  it('is absent for an empty cell, and the digits of a number', () => {
    expect([text(null), text('  '), text('N/A')]).toEqual([{}, {}, {}]);
    expect(text(26)).toEqual({ value: '26', repairs: [] });
  });

  it('is shortened with an ellipsis, never silently and never inside a character', () => {
    expect(text('Bridges between', 12)).toEqual({ value: 'Bridges bet…', repairs: ['shortened'] });
    expect(shortened(`${'word '.repeat(30)}end`, 100)).toMatch(/^(word )+word…$/);
    expect(shortened('aaa😀bbb', 5)).toBe('aaa…');
  });
});

describe('a cell that a spreadsheet converted', () => {
  const table = tableOf('Partners', ['A', 'Acronym'], []);
  const row = (value: Cell) => reader(table, { missing: [''] })({ number: 7, cells: ['', value] });
  const day = new Date('2015-03-01T00:00:00Z');

  it('is refused with its place, and has no value', () => {
    const where = 'export.xlsx, sheet "Partners", cell B7 (Acronym)';
    expect(misreadText(row(day), 'Acronym')).toBe(
      `notText: ${where}, "2015-03-01", was turned into a date by a spreadsheet: write it again, as a text`,
    );
    expect(misreadText(row(true), 'Acronym')).toBe(
      `notText: ${where}, "true", was turned into a truth value by a spreadsheet: write it again, as a text`,
    );
    expect(misreadText(row('Li\ufffdge'), 'Acronym')).toMatch(
      /^lostLetters: .* cell B7 \(Acronym\), "Li\ufffdge", has lost letters/,
    );
    expect([row(day).text('Acronym'), row(true).text('Acronym')]).toEqual([undefined, undefined]);
  });

  it('is not a cell that was typed as a text or as a number', () => {
    for (const value of ['MAR-1', 'TRUE', 26, null]) expect(misreadText(row(value), 'Acronym')).toBeUndefined();
  });
});

describe('a code made from a name', () => {
  it('is the name if it fits', () => {
    expect(slug('2014 – 2020 INTERREG VB Öresund / North.', 60)).toBe('2014-2020-INTERREG-VB-Oresund-North');
  });

  it('ends in a unique suffix if the name is too long', () => {
    const long = slug(`2014 - 2020 ${'Germany - Austria '.repeat(6)}`, 60);
    expect(long).toMatch(/^[A-Za-z0-9-]{51}-[0-9a-f]{8}$/);
    expect(slug(`2014 - 2020 ${'Germany - Austria '.repeat(7)}`, 60)).not.toBe(long);
    expect(slug('ΕΛΛΑΔΑ', 60)).toMatch(/^[0-9a-f]{8}$/);
  });
});
