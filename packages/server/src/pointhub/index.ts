export { createPointhub, type Pointhub } from './create-pointhub.ts'
export type { PointhubOptions } from './deps.ts'
export { pointhubMigrations } from './migrations.ts'
export type { PointhubTables } from './tables.ts'
