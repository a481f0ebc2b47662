/** How a record is shared and where it belongs: what stands under it takes that from it. */
export interface Frame {
  readonly parties: string[];
  readonly classification: string;
  readonly level: string;
  readonly objective: string;
}

export const frameOf = ({ parties, classification, level, objective }: Frame): Frame => ({
  parties,
  classification,
  level,
  objective,
});

export const isSameFrame = (one: Frame, other: Frame): boolean =>
  JSON.stringify(frameOf(one)) === JSON.stringify(frameOf(other));
