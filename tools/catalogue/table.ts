/** A table in Markdown, its rows in the order of their first cells. */
export const table = (head: string[], rows: string[][]): string =>
  written(
    head,
    rows.toSorted((one, other) => (one[0] ?? '').localeCompare(other[0] ?? '')),
  );

export const written = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
