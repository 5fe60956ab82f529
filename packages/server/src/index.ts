export { ensureDemo } from './demo.ts'
export { StoreRefused } from './demo-store.ts'
export { type Service, startService } from './service.ts'
export { readSettings, type Settings, SettingsError } from './settings.ts'
