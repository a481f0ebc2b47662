import { z } from 'zod';

/**
 * The four authorities that plan territory in Belgium. ISO 3166-2 names the three Regions and has no code for the
 * German-speaking Community, which plans its own territory since 1 January 2020 (Constitution, article 139): hence X-BE-DG.
 */
export const Party = z
  .enum(['BE-BRU', 'BE-VLG', 'BE-WAL', 'X-BE-DG'])
  .meta({ id: 'Party', description: 'A region or community that plans its territory' });
export type Party = z.infer<typeof Party>;
