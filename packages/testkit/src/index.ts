export { freePort } from './free-port.ts'
export { startPostgres, type Postgres } from './postgres.ts'
