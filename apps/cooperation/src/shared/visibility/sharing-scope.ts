/** Visibility and place in the strategy of a record; its child records copy them. */
export interface SharingScope {
  readonly parties: string[];
  readonly classification: string;
  readonly level: string;
  readonly objective: string;
}

export const sharingScopeOf = ({ parties, classification, level, objective }: SharingScope): SharingScope => ({
  parties,
  classification,
  level,
  objective,
});
