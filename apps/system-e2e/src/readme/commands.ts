// The commands on a page: the lines of its shell blocks, and `npm ...` in running text.

export function commandsIn(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) => block.split('\n'));
  const inline = [...markdown.replaceAll(/```.*?```/gs, '').matchAll(/`(npm [^`]+)`/g)].map(
    ([, command = '']) => command,
  );
  const typed = [...blocks, ...inline].map((line) => line.replace(/\s+#.*$/, '').trim());
  return [...new Set(typed)].filter((line) => line !== '');
}

/** Commands that take minutes: rows of a table marked with the word _long_. */
export function longCommandsIn(markdown: string): string[] {
  const rows = markdown.split('\n').filter((line) => line.startsWith('|') && line.includes('_long_'));
  return commandsIn(rows.join('\n'));
}
