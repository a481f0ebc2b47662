/** Ids by the names that the files use. */
export class Known {
  private readonly ids = new Map<string, string>();

  add(name: string, id: string): void {
    this.ids.set(name, id);
  }

  idOf(name: string): string {
    const id = this.ids.get(name);
    if (id === undefined) throw new Error(`${name} is named before it is listed`);
    return id;
  }
}
