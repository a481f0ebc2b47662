// The commands that a page tells its reader to type: the lines of its shell blocks, and `npm ...` in running text.

export function commandsIn(markdown: string): string[] {
  const blocks = [...markdown.matchAll(/```sh\n(.*?)```/gs)].flatMap(([, block = '']) => block.split('\n'));
  const inline = [...markdown.replaceAll(/```.*?```/gs, '').matchAll(/`(npm [^`]+)`/g)].map(
    ([, command = '']) => command,
  );
  const typed = [...blocks, ...inline].map((line) => line.replace(/\s+#.*$/, '').trim());
  return [...new Set(typed)].filter((line) => line !== '');
}
